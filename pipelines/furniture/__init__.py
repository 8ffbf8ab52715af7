"""Learning what a source puts around its stories. A layer of its own: it needs the tokens of `matching`, which `trade` may not know."""
