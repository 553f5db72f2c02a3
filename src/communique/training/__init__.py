"""Hand-coded articles in, small models out. Needs scikit-learn, which running the program does not."""
