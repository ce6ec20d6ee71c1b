#include "uws/async/html_frame.hpp"

#include <array>
#include <cstdio>

#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"

namespace uws {

using http::escaped_html;

namespace {

constexpr std::string_view style =
    "body{font:16px/1.45 system-ui,sans-serif;max-width:64rem;margin:1.5rem auto;padding:0 "
    "1rem;color:#1c2430;"
    "background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;vertical-align:top;"
    "border-bottom:1px solid "
    "#d8dee6}th{font-weight:600}pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}"
    "form.inline{display:inline}textarea{width:100%;box-sizing:border-box;font:14px/1.4 "
    "ui-monospace,monospace}button{font:inherit;padding:.2rem .8rem}"
    ".phase{font-weight:600;white-space:nowrap}.COMPLETED{color:#146c2e}.ERROR{color:#a4161a}.ABORTED,."
    "UNKNOWN{"
    "color:#7a4b00}.EXECUTING,.QUEUED{color:#0b5394}.HELD,.SUSPENDED{color:#5b2a86}.ARCHIVED{color:#5a6472}"
    "nav a{margin-right:1rem}nav "
    "[aria-current]{font-weight:700;text-decoration:none}td.control{white-space:nowrap}"
    "img.preview{max-width:100%;max-height:24rem;border:1px solid #d8dee6;background:#fff}"
    ".message{border-left:4px solid #a4161a;padding:.4rem .8rem;background:#fdf0f0}"
    "@media(prefers-color-scheme:dark){body{background:#14181e;color:#dde3ea}th,td{border-color:#333c47}a{"
    "color:#8ab8f0}"
    ".COMPLETED{color:#6fcf8c}.ERROR{color:#ff8a8a}.ABORTED,.UNKNOWN{color:#e0b060}.EXECUTING,.QUEUED{color:#"
    "8ab8f0}.HELD,.SUSPENDED{color:#c6a0f0}.ARCHIVED{color:#9aa5b4}"
    ".message{background:#2a1a1c}}";

/// Colour alone is not enough, and the word alone is slow to find.
std::string_view icon_of(jobs::Phase phase) {
  switch (phase) {
    case jobs::Phase::pending: return "&#9675;";
    case jobs::Phase::queued: return "&#8987;";
    case jobs::Phase::executing: return "&#9654;";
    case jobs::Phase::completed: return "&#10004;";
    case jobs::Phase::error: return "&#10008;";
    case jobs::Phase::aborted: return "&#9632;";
    case jobs::Phase::held: return "&#9646;";
    case jobs::Phase::suspended: return "&#10074;";
    case jobs::Phase::archived: return "&#9643;";
    case jobs::Phase::unknown: return "?";
  }
  return "?";
}

}  // namespace

std::string html_chooser(std::span<OtherList const> others, std::string_view here) {
  if (others.empty()) return {};
  std::string out = "<nav aria-label=\"Job lists\">";
  for (OtherList const& other : others)
    out += "<a href=\"" + escaped_html(other.path) + "\"" +
           (other.path == here ? " aria-current=\"page\"" : "") + ">" + escaped_html(other.title) + "</a>\n";
  return out + "</nav>\n";
}

std::string html_head(std::string_view title, int refresh_seconds) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  if (refresh_seconds > 0)
    out += "<meta http-equiv=\"refresh\" content=\"" + std::to_string(refresh_seconds) + "\">\n";
  out += "<title>" + escaped_html(title) + "</title>\n<style>" + std::string(style) +
         "</style></head>\n<body>\n";
  return out;
}

std::string html_foot() { return "</body></html>\n"; }

std::string html_link(std::string_view url, std::string_view text) {
  return "<a href=\"" + escaped_html(url) + "\">" + escaped_html(text) + "</a>";
}

std::string html_phase(jobs::Phase phase) {
  std::string const name(jobs::uws_name(phase));
  return "<span class=\"phase " + name + "\"><span aria-hidden=\"true\">" + std::string(icon_of(phase)) +
         "</span> " + name + "</span>";
}

std::string html_progress(jobs::JobInfo const& info) {
  std::string out;
  if (info.fraction) {
    std::array<char, 16> value{};
    std::snprintf(value.data(), value.size(), "%.3f", *info.fraction);
    out += std::string("<progress max=\"1\" value=\"") + value.data() + "\"></progress> ";
  }
  return out + escaped_html(info.stage);
}

std::string html_time(std::optional<jobs::Instant> instant) {
  if (!instant) return "&ndash;";
  std::string const text = jobs::iso_text(*instant);
  return "<time datetime=\"" + text + "\">" + text.substr(0, 10) + " " + text.substr(11, 8) + "</time>";
}

std::string html_line_form(std::string_view url, std::string_view name, std::string_view value) {
  return "<form class=\"inline\" method=\"post\" action=\"" + escaped_html(url) + "\"><input name=\"" +
         escaped_html(name) + "\" value=\"" + escaped_html(value) + "\"><button>Set</button></form>";
}

std::string html_text_field(std::string_view name, std::string_view value) {
  // The first line break behind <textarea> is not part of the value.
  return "<textarea name=\"" + escaped_html(name) + "\" rows=\"" + (value.size() > 80 ? "8" : "2") + "\">\n" +
         escaped_html(value) + "</textarea>";
}

std::string html_button(std::string_view url, std::string_view name, std::string_view value,
                        std::string_view label) {
  return "<form class=\"inline\" method=\"post\" action=\"" + escaped_html(url) +
         "\"><input type=\"hidden\" name=\"" + escaped_html(name) + "\" value=\"" + escaped_html(value) +
         "\"><button>" + escaped_html(label) + "</button></form>\n";
}

}  // namespace uws
