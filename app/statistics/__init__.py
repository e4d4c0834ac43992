"""What interviews and their reviews say of scorers and questions."""
