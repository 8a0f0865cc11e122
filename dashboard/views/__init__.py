"""What pages share: the reader's view of a release, and the parts a page is put together from."""
