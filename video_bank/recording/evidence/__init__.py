"""What leaves the house as evidence: the bundle, its verification, and who may take it out."""
