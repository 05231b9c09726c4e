"""Great Expectations, loaded so that it neither counts its users nor draws progress bars."""

from __future__ import annotations

import logging
import os
import warnings
from typing import Any


def great_expectations() -> Any:  # noqa: ANN401 - Great Expectations comes without types
    """Return the module `great_expectations`; loading it takes seconds, so only a check does it.

    Returns:
        The module, told not to report its use over the network and to log errors only.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of modules of Python that it should not use any more
        import great_expectations

        return great_expectations


def quiet_context() -> Any:  # noqa: ANN401 - Great Expectations comes without types
    """Return a context that lives in memory alone, without progress bars and without a site of its own."""
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    for name in list(context.get_site_names()):
        context.delete_data_docs_site(name)  # it would be built in a folder for temporary files, for nobody
    return context
