from jibungoto.know.statistics.tests.conftest import city

__all__ = ["city"]
