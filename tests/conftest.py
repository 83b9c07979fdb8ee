"""What holds for all tests: properties are not timed, because a busy machine proves nothing about them."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
