"""Settings: where the engine is and how to behave, from the environment and Streamlit's secrets file, validated once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
"""A database or cluster name: letters, digits and underscores, not starting with a digit."""


def _listed(value: object) -> object:
    """A text of names with commas between them, as the environment has it, is a list."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


People = Annotated[frozenset[str], NoDecode, BeforeValidator(_listed)]
"""E-mail addresses, or values of the role claim."""


_OF_A_DEMO: Final = {"memory_limit_mb": 512, "retention_days": 14}


class SettingsError(ValueError):
    """A setting is wrong; the message names it and says what it may be."""


class Settings(BaseSettings):
    """Everything that can be set. Environment variables (`JA4DASH_HOST`) win over `.streamlit/secrets.toml`."""

    model_config = SettingsConfigDict(
        env_prefix="JA4DASH_",
        toml_file=".streamlit/secrets.toml",
        toml_table_header=("connections", "clickhouse"),
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    engine: Literal["embedded", "server"] = "embedded"
    data_dir: Path = Path(".ja4dash")
    host: str = "localhost"
    port: int | None = Field(default=None, ge=1, le=65535)
    user: str = "default"
    password: SecretStr = SecretStr("")
    secure: bool = False
    verify: bool = True
    ca_cert: Path | None = None
    logs_db: Name = "ja4_logs"
    processing_db: Name = "ja4_processing"
    score_direction: Literal["lower", "higher"] = "lower"
    retention_days: int = Field(default=0, ge=0, le=36500, description="days that requests and scores are kept; 0 = for ever")
    dictionary_collection: Name | None = None
    """A named collection of the server with the credentials of dictionary sources; without it they use this user's."""
    models_dir: Path = Path(".ja4dash/models")
    simulate: Literal["auto", "on", "off"] = "auto"
    simulate_seed: int = 7
    simulate_days: int = Field(default=7, ge=1, le=90)
    simulate_rate: float = Field(default=1.0, gt=0, le=1000, description="mean requests per second")
    memory_limit_mb: int = Field(default=0, ge=0, description="cap of the embedded engine; 0 = the engine's own")
    admins: People = frozenset()
    analysts: People = frozenset()
    viewers: People = frozenset()
    role_claim: str = ""
    """A claim of the sign-in whose values the three lists may name beside e-mail addresses: `groups`, `realm_access.roles`."""
    other_people: Literal["viewer", "nobody", "analyst"] = "viewer"
    """The role of those who sign in and are on no list."""
    anonymous_writes: bool = False
    """Let everybody write who reaches a server without sign-in."""
    demo: bool = False
    """A public demo: visitors decide apart from the analysts, and what they wrote is removed after `demo_minutes`."""
    demo_minutes: int = Field(default=60, ge=5, le=1440)

    @model_validator(mode="before")
    @classmethod
    def _a_host_means_a_server(cls, values: dict[str, object]) -> dict[str, object]:
        return {"engine": "server", **values} if values.get("host") else values

    @model_validator(mode="before")
    @classmethod
    def _models_lie_beside_the_data(cls, values: dict[str, object]) -> dict[str, object]:
        return {"models_dir": Path(str(values.get("data_dir", ".ja4dash"))) / "models", **values}

    @model_validator(mode="before")
    @classmethod
    def _a_demo_is_small(cls, values: dict[str, object]) -> dict[str, object]:
        """Under 1 GiB resident for as long as it runs, unless it is told otherwise."""
        return {**_OF_A_DEMO, **values} if str(values.get("demo", "")).lower() in ("1", "true", "yes", "on") else values

    @model_validator(mode="after")
    def _a_demo_shows_no_real_traffic(self) -> Settings:
        if self.demo and not self.embedded:
            raise ValueError("JA4DASH_DEMO: a demo runs on the embedded engine, never on a server's data")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence: arguments, environment, the secrets file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def embedded(self) -> bool:
        """True when the engine runs inside this process."""
        return self.engine == "embedded"

    @property
    def engine_path(self) -> Path:
        """Folder of the embedded engine's files."""
        return self.data_dir.absolute() / "engine"

    @property
    def simulated(self) -> bool:
        """True when the app may write simulated requests: asked for, or by default on the embedded engine."""
        return self.simulate == "on" or (self.simulate == "auto" and self.embedded)

    def where(self) -> str:
        """The engine in words, without credentials."""
        if self.embedded:
            return f"embedded engine in {self.data_dir}"
        scheme = "https" if self.secure else "http"
        return f"{scheme}://{self.host}:{self.port or (8443 if self.secure else 8123)}"


def load(**overrides: object) -> Settings:
    """Read the settings; raises SettingsError naming each wrong one."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


@cache
def current() -> Settings:
    """The settings of this process, read once."""
    return load()


def _sentence(error: ValidationError) -> str:
    wrong = []
    for item in error.errors():
        name = "_".join(str(part) for part in item["loc"])
        shown = "" if "password" in name or not name else f" (got {item['input']!r})"
        wrong.append(f"JA4DASH_{name.upper()}: {item['msg']}{shown}" if name else item["msg"].removeprefix("Value error, "))
    return "; ".join(wrong)
