"""How good families are, judged against gold: what a person says belongs together."""
