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
    ".phase{font-weight:600}.COMPLETED{color:#146c2e}.ERROR,.ABORTED{color:#a4161a}.EXECUTING,.QUEUED{color:#"
    "0b5394}"
    ".message{border-left:4px solid #a4161a;padding:.4rem .8rem;background:#fdf0f0}"
    "@media(prefers-color-scheme:dark){body{background:#14181e;color:#dde3ea}th,td{border-color:#333c47}a{"
    "color:#8ab8f0}"
    ".COMPLETED{color:#6fcf8c}.ERROR,.ABORTED{color:#ff8a8a}.EXECUTING,.QUEUED{color:#8ab8f0}"
    ".message{background:#2a1a1c}}";

}  // namespace

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
  return "<span class=\"phase " + name + "\">" + name + "</span>";
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
