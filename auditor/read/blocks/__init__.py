"""What all formats share: blocks in reading order, and the document made of them."""
