"""Makes the sample customers of the library: `python -m service.making_samples` writes their file.

All are made up. What is drawn comes from a seed, so the same file is made again each time; what
can be reckoned from a customer's orders and complaints is reckoned from them, never drawn.
"""
