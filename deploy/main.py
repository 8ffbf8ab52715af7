"""What the launcher of a Flex Template runs. All code is in packages: what stands in a main module would be pickled with every function."""

import sys

from pipelines.launch import main

if __name__ == "__main__":
    sys.exit(main())
