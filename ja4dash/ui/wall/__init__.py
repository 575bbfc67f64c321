"""The wall on screen: small parts that age by themselves, and the scenes they are put together to."""
