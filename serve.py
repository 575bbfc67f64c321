"""The dashboard with security headers, as `make run` serves it: `streamlit run serve.py`.

`streamlit run app.py` serves the same pages without them, where a proxy in front sets its own (docs/DEPLOY.md).
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from ja4dash.ui.failed import failed
from ja4dash.ui.headers import SecurityHeaders

app = st.App("app.py", middleware=[Middleware(SecurityHeaders)], on_script_error=failed)
