"""The documentation pages: both languages, nothing from elsewhere, commands that work."""

import json
import re
import shlex
from html import unescape

import pytest
from flask import Flask

from api.description.meanings import MEANINGS
from api.problems import STATUS
from tests.api.conftest import Api

PAGES = ("/api/docs", "/api/docs/errors")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_needs_nothing_from_elsewhere(api: Api, page: str, language: str) -> None:
    reply = api.client.get(f"{page}?lang={language}")
    assert reply.status_code == 200
    policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert not re.search(r"<script|<style|style=|\son\w+=", reply.text)
    for link in re.findall(r'(?:href|src)="([^"]+)"', reply.text):
        assert link.startswith(("/", "#")), link


@pytest.mark.parametrize("page", PAGES)
def test_each_language_is_whole(api: Api, page: str) -> None:
    english = api.client.get(f"{page}?lang=en").text
    # Examples of answers hold both languages, and so does the link to the other one.
    english = re.sub(r'<pre.*?</pre>|<[^>]+lang="zh-CN"[^>]*>[^<]*', "", english, flags=re.DOTALL)
    assert not re.search(r"[\u4e00-\u9fff]", english)
    chinese = api.client.get(f"{page}?lang=zh").text
    assert '<html lang="zh-CN"' in chinese
    # Sentences of the other language would show as several words in a row.
    text = unescape(re.sub(r"<(code|pre)[^>]*>.*?</\1>|<[^>]+>", " ", chinese, flags=re.DOTALL))
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", text)


def test_the_language_follows_the_reader(api: Api) -> None:
    client = api.client
    british = {"Accept-Language": "en-GB"}
    assert 'lang="zh-CN"' in client.get("/api/docs").text[:60]
    assert 'lang="en"' in client.get("/api/docs", headers=british).text[:60]
    client.set_cookie("language", "zh")
    assert 'lang="zh-CN"' in client.get("/api/docs", headers=british).text[:60]
    assert 'lang="en"' in client.get("/api/docs?lang=en").text[:60]


def test_every_operation_and_fact_is_there(api: Api) -> None:
    text = unescape(api.client.get("/api/docs?lang=en").text)
    described = api.client.get("/api/openapi.json").get_json()
    for path in described["paths"]:
        assert f"<code>{path}</code>" in text
    for schema in ("ValueFacts", "EveryTypeFacts"):
        for key in described["components"]["schemas"][schema]["properties"]:
            if not key.startswith("previous("):
                assert f"<code>{key}</code>" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_is_explained_at_its_place(api: Api, language: str) -> None:
    text = api.client.get(f"/api/docs/errors?lang={language}").text
    for code in STATUS:
        assert f'<tr id="{code}">' in text
    table = text[text.index("<table") :]
    assert "{" not in table
    assert MEANINGS.keys() == STATUS.keys()


def test_a_problem_leads_to_its_explanation(api: Api) -> None:
    page, _, code = api.client.get("/api/none").get_json()["type"].partition("#")
    assert f'id="{code}"' in api.client.get(page).text


@pytest.mark.slow
def test_each_command_makes_a_call_that_is_accepted(library_api: Api) -> None:
    client, key = library_api.client, library_api.new_key("evaluate", "read", "operate")
    text = unescape(client.get("/api/docs?lang=en").text)
    commands = re.findall(r"<pre[^>]*><code>(curl .*?)</code></pre>", text, flags=re.DOTALL)
    assert len(commands) >= 10
    for command in commands:
        words = shlex.split(command.replace("\\\n", " "))
        url = next(word for word in words if word.startswith("http"))
        path = url.removeprefix("http://127.0.0.1:8000")
        if "…" in path:
            continue  # the id of a decision that somebody makes
        headers = dict(
            words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H"
        )
        if "Authorization" in headers:
            assert headers["Authorization"] == "Bearer $(cat var/demo-key)"
            headers["Authorization"] = f"Bearer {key}"
        if "-d" in words:
            body = words[words.index("-d") + 1]
            assert json.loads(body)["facts"]
            reply = client.post(path, data=body.encode(), headers=headers)
        else:
            reply = client.get(path, headers=headers)
        reply.close()  # a batch has its place until it is read or left
        assert reply.status_code == 200, command


def test_the_stylesheet_names_colours_of_the_look_only_with_a_way_out(api: Api) -> None:
    reply = api.client.get("/api/docs/docs.css")
    assert reply.content_type.startswith("text/css")
    used = re.findall(r"var\((--[a-z0-9-]+)(,?)", reply.text)
    without = [name for name, comma in used if not comma and not name.startswith("--d-")]
    assert without == []
    assert not re.search(r"#[0-9a-f]{3}", reply.text)


def test_the_look_is_linked_only_where_it_is_served(api: Api) -> None:
    assert "/static/look/" not in api.client.get("/api/docs").text
    beside = Flask("beside", static_folder=None)
    beside.extensions.update(api.app.extensions)

    @beside.get("/static/look/<name>")
    def look(name: str) -> str:
        return name

    for blueprint in api.app.blueprints.values():
        if "." not in blueprint.name and blueprint.name == "api":
            beside.register_blueprint(blueprint)
    assert 'href="/static/look/tokens.css"' in beside.test_client().get("/api/docs").text
