"""Where things are kept: the Store protocol, its kinds, packs, the manifest."""
