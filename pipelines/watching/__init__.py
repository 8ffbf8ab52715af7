"""What `wirekin watch` looks at: folders and feeds, what of them was read already, and when a host may be asked again."""
