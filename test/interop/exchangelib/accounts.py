"""Accounts of exchangelib in the two configurations that people use it in with WorkMail."""
import functools
import time

from exchangelib import (
    DELEGATE,
    IMPERSONATION,
    Account,
    Configuration,
    Credentials,
    EWSTimeZone,
    FailFast,
    FaultTolerance,
    Version,
)
from exchangelib.transport import AUTH_TYPE_MAP
from exchangelib.version import EXCHANGE_2010_SP2
from requests.auth import AuthBase

ZONE = EWSTimeZone("Europe/Berlin")


def connect(settings):
    """A function from an address to the account of exchangelib for it; every address has one account."""
    configure = {"aws": as_aws_documents, "guess": guessing_the_version}[settings["configuration"]]
    return functools.cache(lambda address: configure(settings, address))


def patience(settings):
    """What is done when the server is not well: raised at once, as exchangelib does of itself, or tried again as its long-running users want it."""
    return FaultTolerance(max_wait=60) if settings["isPatient"] else FailFast()


def as_aws_documents(settings, address):
    """https://docs.aws.amazon.com/workmail/latest/adminguide/exchange-web-services.html: a role's token, a version that is not asked for."""
    # Only this configuration needs it.
    import boto3

    workmail = boto3.client(
        "workmail",
        endpoint_url=settings["apiEndpoint"],
        region_name="eu-west-1",
        aws_access_key_id="an-access-key-id",
        aws_secret_access_key="a-secret-access-key",
    )

    class ImpersonationRoleAuth(AuthBase):
        token = None
        expires_at = 0.0

        def __call__(self, request):
            if time.monotonic() > self.expires_at:
                assumed = workmail.assume_impersonation_role(
                    OrganizationId=settings["organizationId"], ImpersonationRoleId=settings["roleId"]
                )
                self.token = assumed["Token"]
                self.expires_at = time.monotonic() + assumed["ExpiresIn"] - 60
            request.headers["Authorization"] = "Bearer " + self.token
            return request

    AUTH_TYPE_MAP["ImpersonationRoleAuth"] = ImpersonationRoleAuth
    configuration = Configuration(
        service_endpoint=settings["ewsUrl"],
        version=Version(build=EXCHANGE_2010_SP2),
        auth_type="ImpersonationRoleAuth",
        retry_policy=patience(settings),
    )
    return Account(
        config=configuration, primary_smtp_address=address, access_type=IMPERSONATION, default_timezone=ZONE
    )


def guessing_the_version(settings, address):
    """A user's own password; the kind of authentication and the version are found out by asking."""
    configuration = Configuration(
        service_endpoint=settings["ewsUrl"],
        credentials=Credentials(address, settings["passwords"][address]),
        retry_policy=patience(settings),
    )
    return Account(
        config=configuration,
        primary_smtp_address=address,
        access_type=DELEGATE,
        autodiscover=False,
        default_timezone=ZONE,
    )
