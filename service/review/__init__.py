"""Publication by two people: submitted, reviewed, approved or sent back; old versions anew."""

from service.review.cases import CasesRun, Difference, draft_cases, review_cases
from service.review.deciding import approve, send_back, why_not_decide
from service.review.model import STATES, WAITING, Review
from service.review.reading import (
    draft_differences,
    get_review,
    last_review,
    list_reviews,
    review_certification,
    review_differences,
    reviews_of_versions,
    submitted,
    waiting_for,
)
from service.review.rolling_back import roll_back, why_not_roll_back
from service.review.submitting import submit, why_not_submit, withdraw

__all__ = [
    "STATES",
    "WAITING",
    "CasesRun",
    "Difference",
    "Review",
    "approve",
    "draft_cases",
    "draft_differences",
    "get_review",
    "last_review",
    "list_reviews",
    "review_cases",
    "review_certification",
    "review_differences",
    "reviews_of_versions",
    "roll_back",
    "send_back",
    "submit",
    "submitted",
    "waiting_for",
    "why_not_decide",
    "why_not_roll_back",
    "why_not_submit",
    "withdraw",
]
