"""Key figures of the pages, with what each one counts."""

from __future__ import annotations

from typing import Final

from ja4dash.ui.kpi import Figure

OVERVIEW: Final = (
    Figure("Requests", "requests", "All requests in the request log."),
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host) that a model gave a score."),
    Figure("Detections", "detections", "Sessions that a model found anomalous, or a reference list knows as a bot.", True),
    Figure("Sources", "sources", "Distinct addresses with at least one detection.", True),
    Figure("Critical", "critical", "Detections of level Critical.", True),
    Figure("High", "high", "Detections of level High.", True),
    Figure("Browsers", "browsers", "Scored sessions recognised as a coherent, known browser."),
)
TRAFFIC: Final = (
    Figure("Requests", "requests", "Requests of this scope."),
    Figure("Sources", "sources", "Distinct addresses."),
    Figure("Hosts", "hosts", "Distinct host names asked for."),
    Figure("JA4 values", "ja4s", "Distinct TLS fingerprints. One browser shows two: a fresh and a resumed handshake."),
    Figure("User-Agents", "user_agents", "Distinct User-Agent headers."),
    Figure("Errors", "errors", "Answers with status 400 or above."),
)
DETECTIONS: Final = (
    Figure("Detections", "detections", "Sessions found anomalous, or known as bots.", True),
    Figure("Sources", "sources", "Distinct addresses with a detection.", True),
    Figure("Critical", "critical", "Detections of level Critical.", True),
    Figure("High", "high", "Detections of level High.", True),
    Figure("Known bots", "known_bots", "Detections of sources that a reference list knows as bots."),
    Figure("Campaigns", "campaigns", "Distinct clusters of sources that act alike.", True),
)
SCORES: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host, an hour each) that a model gave a score."),
    Figure("Sources", "sources", "Distinct addresses."),
    Figure("Critical or High", "severe", "Sessions of level Critical or High.", True),
    Figure("Known bots", "known_bots", "Sessions of sources that a reference list knows as bots."),
    Figure("Browsers", "browsers", "Sessions recognised as a coherent, known browser."),
)
CAMPAIGNS: Final = (
    Figure("Campaigns", "campaigns", "Clusters of sources that act alike.", True),
    Figure("Sources in them", "sources", "Distinct addresses that belong to a campaign.", True),
    Figure("Detections", "detections", "Detections of those sources.", True),
)
HEALTH: Final = (
    Figure("Cycles", "cycles", "Cycles of all models in the window."),
    Figure("Models", "models", "Distinct models that ran."),
    Figure("Sessions", "sessions", "Sessions looked at, all cycles together."),
    Figure("Mean time, ms", "mean_latency_ms", "Mean time a cycle takes, in milliseconds."),
    Figure("Longest, ms", "longest_ms", "The slowest cycle, in milliseconds."),
    Figure("Drift alerts", "drift_alerts", "Cycles whose features had moved away from what the model was trained on.", True),
)
DISCOVERY: Final = (
    Figure(
        "Profiles", "profiles", "JA4 values that are listed.", whole="profiles_total", whole_name="those with as many requests"
    ),
    Figure("Families", "families", "Distinct families that the User-Agents of these profiles claim."),
    Figure("With HTTP/2", "with_h2", "Profiles with an HTTP/2 fingerprint.", whole="profiles", whole_name="profiles"),
    Figure(
        "With client hints", "with_sec_ch_ua", "Profiles that send Sec-CH-UA at all.", whole="profiles", whole_name="profiles"
    ),
    Figure(
        "Unknown",
        "unknown",
        "Profiles whose JA4 and HTTP/2 fingerprint no reference list knows.",
        whole="profiles",
        whole_name="profiles",
    ),
    Figure("Requests", "hits", "Requests of these profiles.", whole="requests", whole_name="all requests"),
    Figure(
        "Without JA4",
        "without_ja4",
        "Requests without TLS, or whose producer recorded no JA4. They are in no profile.",
        whole="requests",
        whole_name="all requests",
    ),
)
