from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "jibungoto.review.reviews"
    label = "reviews"
