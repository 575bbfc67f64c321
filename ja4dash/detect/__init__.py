"""One scoring cycle: features of a window of requests, scores, detections, campaigns, fleets and the record of the cycle."""
