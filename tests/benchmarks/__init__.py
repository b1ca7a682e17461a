"""Measurements that print figures (``make benchmark``); no test depends on how fast this machine is."""
