"""robots.txt (RFC 9309): what crawlers may read, and what the crawlers of language models are asked to leave."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsroom.outlet import AiCrawlers, SiteSettings
from newsroom.pagecache import valid_until

# Product tokens as their operators document them: what they fetch feeds the training of models.
TRAINING = (
    "GPTBot",  # OpenAI, "Overview of OpenAI crawlers"
    "ClaudeBot",  # Anthropic, "Does Anthropic crawl data from the web?"
    "anthropic-ai",  # Anthropic, the token it named before
    "Claude-Web",  # Anthropic, the token it named before
    "Google-Extended",  # Google, "Google's common crawlers": a token for Gemini, not a crawler, no part of Search
    "GoogleOther",  # Google, "Google's common crawlers": research and development
    "Applebot-Extended",  # Apple, "About Applebot": a token for Apple's models, no part of search
    "meta-externalagent",  # Meta, "Meta web crawlers"
    "FacebookBot",  # Meta, "Meta web crawlers": speech recognition
    "Amazonbot",  # Amazon, "About Amazonbot": may be used to train
    "CCBot",  # Common Crawl, "CCBot": the data set most models begin with
    "Bytespider",  # ByteDance; no documentation, named by its user agent
    "cohere-ai",  # Cohere; no documentation, named by its user agent
    "cohere-training-data-crawler",  # Cohere; no documentation, named by its user agent
    "AI2Bot",  # Allen Institute for AI, "AI2 crawler"
    "Diffbot",  # Diffbot, "How Diffbot crawls": sells structured data
    "omgili",  # Webz.io, "About our bot": sells data sets
    "Webzio-Extended",  # Webz.io, "About our bot": a token for the sale to model makers
    "PanguBot",  # Huawei; no documentation, named by its user agent
    "Timpibot",  # Timpi, "Timpi crawler"
    "ImagesiftBot",  # Hive, "ImageSift web crawler"
    "img2dataset",  # the tool's own documentation, "Opt-out directives"
)
# What they fetch is quoted, with a link, in an answer to somebody's question.
ANSWERS = (
    "OAI-SearchBot",  # OpenAI, "Overview of OpenAI crawlers"
    "ChatGPT-User",  # OpenAI, "Overview of OpenAI crawlers"
    "Claude-SearchBot",  # Anthropic, "Does Anthropic crawl data from the web?"
    "Claude-User",  # Anthropic, "Does Anthropic crawl data from the web?"
    "PerplexityBot",  # Perplexity, "Perplexity crawlers"
    "Perplexity-User",  # Perplexity, "Perplexity crawlers"
    "DuckAssistBot",  # DuckDuckGo, "DuckAssistBot"
    "MistralAI-User",  # Mistral AI, "Robots"
    "meta-externalfetcher",  # Meta, "Meta web crawlers"
    "YouBot",  # You.com, "YouBot"
)
REFUSED = {
    AiCrawlers.OPEN: (),
    AiCrawlers.ANSWERS: TRAINING,
    AiCrawlers.CLOSED: TRAINING + ANSWERS,
}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is theirs to read, in the words of the outlet's policy."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    closed = [f"{prefix}/{room}/" for room in ("search", "preview") for prefix in prefixes]
    groups = [_group(("*",), "/admin/", *closed)]
    refused = REFUSED[AiCrawlers(SiteSettings.load().ai_crawlers)]
    if refused:
        # A crawler heeds the group that names it, and no other.
        groups.append(_group(refused, "/"))
    groups.append("".join(f"Sitemap: {settings.SITE_URL}{reverse(name)}\n" for name in ("sitemap", "news_sitemap")))
    response = HttpResponse("\n".join(groups), content_type="text/plain; charset=utf-8")
    valid_until(response, None)
    return response


def _group(agents: tuple[str, ...], *paths: str) -> str:
    """Return one group: the crawlers it is for, then what they leave alone."""
    return "".join([*(f"User-agent: {name}\n" for name in agents), *(f"Disallow: {path}\n" for path in paths)])
