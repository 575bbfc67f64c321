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
GEOGRAPHY: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host) of the last hour."),
    Figure("Sources", "sources", "Distinct addresses."),
    Figure("Countries", "countries", "Distinct known countries."),
    Figure("Networks", "networks", "Distinct known networks (ASNs)."),
    Figure(
        "Country unknown",
        "unknown_sessions",
        "Sessions of addresses that neither the request log nor the address list places.",
        whole="sessions",
        whole_name="sessions",
    ),
    Figure(
        "Hosting",
        "hosting_sessions",
        "Sessions of datacenter and hosting networks.",
        whole="sessions",
        whole_name="sessions",
    ),
)
FINGERPRINTS: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host) of the last hour."),
    Figure("Sources", "sources", "Distinct addresses."),
    Figure("JA4 values", "ja4s", "Distinct TLS fingerprints. One browser shows two: a fresh and a resumed handshake."),
    Figure(
        "Of known bots",
        "of_bots",
        "Sessions that a reference list knows as a bot's or a tool's, by JA4 or by address.",
        whole="sessions",
        whole_name="sessions",
    ),
    Figure("Bots and tools", "bots", "Distinct names of them."),
    Figure(
        "Without JA4",
        "without_ja4",
        "Sessions without TLS, or whose producer recorded no JA4.",
        whole="sessions",
        whole_name="sessions",
    ),
)
BROWSERS: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host) of the last hour."),
    Figure("Sources", "sources", "Distinct addresses, each counted once."),
    Figure(
        "Browser by JA4",
        "known",
        "Sessions whose JA4 a reference list knows as a browser's.",
        whole="sessions",
        whole_name="sessions",
    ),
    Figure(
        "Browser by HTTP/2",
        "matched",
        "Sessions whose HTTP/2 fingerprint is a signature.",
        whole="sessions",
        whole_name="sessions",
    ),
    Figure("Known bots", "bots", "Sessions of known bots and tools.", whole="sessions", whole_name="sessions"),
    Figure("Unknown", "unknown", "Sessions of neither a known browser nor a known bot.", whole="sessions", whole_name="sessions"),
)
COHERENCE: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host) of the last hour."),
    Figure("With HTTP/2", "with_h2", "Sessions with an HTTP/2 fingerprint.", whole="sessions", whole_name="sessions"),
    Figure(
        "Signature known",
        "matched",
        "Sessions whose HTTP/2 fingerprint is a signature.",
        whole="with_h2",
        whole_name="HTTP/2",
    ),
    Figure(
        "Comparable",
        "comparable",
        "Sessions whose JA4 and HTTP/2 family are both known, so that they can agree or not.",
        whole="with_h2",
        whole_name="HTTP/2",
    ),
    Figure(
        "Contradicted",
        "mismatching",
        "Sessions whose JA4 and HTTP/2 belong to different stacks. Chrome, Edge and Opera are one stack.",
        True,
        whole="comparable",
        whole_name="comparable",
    ),
    Figure(
        "Their sources",
        "mismatching_sources",
        "Distinct addresses of the contradicted sessions.",
        True,
        whole="sources",
        whole_name="sources",
    ),
)
SIGNATURES: Final = (
    Figure("Signatures", "signatures", "Entries of the list."),
    Figure("In use", "live", "Entries that look-ups answer with.", whole="signatures", whole_name="entries"),
    Figure(
        "Seen", "seen", "Entries whose fingerprint the last hour's traffic carried.", whole="signatures", whole_name="entries"
    ),
    Figure("Fingerprints seen", "fingerprints", "Distinct HTTP/2 fingerprints of the last hour."),
    Figure("Unknown", "unknown", "Of them, those that no signature in use knows.", whole="fingerprints", whole_name="them"),
    Figure(
        "Unknown sessions",
        "unknown_sessions",
        "Sessions of the last hour with such a fingerprint.",
        whole="sessions",
        whole_name="HTTP/2",
    ),
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
        "Profiles",
        "profiles",
        "JA4 values with enough requests, as many as are listed.",
        whole="profiles_total",
        whole_name="found",
    ),
    Figure("Families", "families", "Distinct families that the User-Agents of these profiles claim."),
    Figure("With HTTP/2", "with_h2", "Profiles with an HTTP/2 fingerprint.", whole="profiles", whole_name="profiles"),
    Figure("Client hints", "with_sec_ch_ua", "Profiles that send Sec-CH-UA at all.", whole="profiles", whole_name="profiles"),
    Figure(
        "Unknown",
        "unknown",
        "Profiles whose JA4 and HTTP/2 fingerprint no reference list knows.",
        whole="profiles",
        whole_name="profiles",
    ),
    Figure(
        "Requests",
        "hits",
        "Requests of these profiles. Those without a JA4 are in none.",
        whole="requests",
        whole_name="requests",
    ),
)
NOVELTY: Final = (
    Figure(
        "New JA4 values",
        "new_ja4s",
        "JA4 values not seen in the 30 days before the window.",
        whole="ja4s",
        whole_name="JA4 values",
    ),
    Figure(
        "New HTTP/2", "new_h2s", "HTTP/2 fingerprints not seen in the 30 days before the window.", whole="h2s", whole_name="these"
    ),
    Figure(
        "Newly popular",
        "popular",
        "Fingerprints seen before, with at least twice the share of requests that they had in the period before.",
        whole="fingerprints",
        whole_name="fingerprints",
    ),
    Figure("Releases", "releases", "Listed ones that look like a browser release.", whole="listed", whole_name="listed"),
    Figure(
        "To look at",
        "to_look_at",
        "Listed ones that act like an attack, contradict themselves, or are not explained.",
        True,
        whole="listed",
        whole_name="listed",
    ),
)
VERDICTS: Final = (
    Figure("Judged sources", "decided_sources", "Sources that somebody decided about, whenever: the verdicts that count now."),
    Figure(
        "Compared",
        "sources",
        "Those that a model scored in this window.",
        whole="decided_sources",
        whole_name="judged",
    ),
    Figure(
        "Agreed",
        "agreed",
        "Judged bot and given Medium or worse or known as a bot, or judged legitimate and given less: both kinds together.",
        whole="rated",
        whole_name="both kinds",
    ),
    Figure(
        "False positives",
        "false_positives",
        "Judged legitimate, and given Medium or worse.",
        True,
        whole="rated_legitimate",
        whole_name="legitimate",
    ),
    Figure(
        "Missed",
        "missed",
        "Judged a bot, never given Medium or worse, and not known as a bot.",
        True,
        whole="rated_bots",
        whole_name="bots",
    ),
    Figure("Suspicious", "suspicious", "Judged suspicious: counted, not compared.", whole="sources", whole_name="compared"),
)
JOURNAL: Final = (
    Figure("Writes", "writes", "Decisions, undos and changes of signatures; what was done together is one."),
    Figure("Targets", "targets", "Sources and signatures that were written about."),
    Figure("People", "people", "Distinct names."),
    Figure("Undos", "undos", "Writes that take an earlier one back."),
    Figure("Failed", "failed", "Writes that the engine refused.", True),
)
JA4: Final = (
    Figure("Sessions", "sessions", "Sessions (source × JA4 × host, an hour each) that a model gave a score."),
    Figure("Sources", "sources", "Distinct addresses of those sessions."),
    Figure("Networks", "asns", "Distinct known networks (ASNs)."),
    Figure("Countries", "countries", "Distinct known countries."),
    Figure("Hosts", "hosts", "Distinct host names asked for."),
    Figure("Requests", "total_hits", "Requests of those sessions."),
    Figure("Critical or High", "severe", "Sessions of level Critical or High.", True),
)
CARRIERS: Final = (
    Figure(
        "Requests that agree",
        "coherent",
        "Requests in which JA4, HTTP/2, User-Agent, Sec-CH-UA and ALPN do not contradict each other.",
        whole="compared",
        whole_name="requests",
    ),
    Figure("Judged legitimate", "judged_legitimate", "By the latest decision.", whole="sources", whole_name="sources"),
    Figure("Judged bot", "judged_bot", "By the latest decision.", whole="sources", whole_name="sources"),
    Figure("Judged suspicious", "judged_suspicious", "By the latest decision.", whole="sources", whole_name="sources"),
    Figure("Undecided", "undecided", "Sources that nobody has decided about.", whole="sources", whole_name="sources"),
)
