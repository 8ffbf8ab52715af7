"""From stores with gold to a model: examples, a sign-constrained fit, and how it does on what it was not shown. No Beam, no clock."""
