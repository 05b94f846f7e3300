from .agreements import Agreement, Principle, Signature, TextStatus
from .boards import Action, Board
from .commitments import Commitment
from .milestones import Milestone

__all__ = ["Action", "Agreement", "Board", "Commitment", "Milestone", "Principle", "Signature", "TextStatus"]
