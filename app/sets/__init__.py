"""Which questions are asked: draws that can be reproduced and explained."""
