"""What the product is about, in plain frozen values. Standard library only, no input or output."""
