"""The sentence encoder of the `semantic` scorer: on the CPU, by numpy and a model file."""

import os

# numpy reads this when it is first imported. The matrices are small: a second thread of its
# library only waits for the first, and takes the processor from requests meanwhile.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
