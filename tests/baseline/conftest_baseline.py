from auditor.model.finding import Finding, Severity

MARK = "0123456789abcdef"


def make_finding(mark: str = MARK, rule: str = "TOT001", severity: Severity = "error") -> Finding:
    return Finding(
        rule=rule, name="parts-do-not-sum-to-total", severity=severity, relation="r1", paragraphs=("1",),
        message="The parts given add up to 9; the total stated is 10: short by 1.",
        equation="4 + 5 = 9, stated 10, short by 1", figures=("f1", "f2", "f3"), fingerprint=mark,
    )  # fmt: skip
