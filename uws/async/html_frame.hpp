/// What the pages have in common: head, style, escaping. Internal to the pages.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "jobs/job.hpp"
#include "uws/async/job_policy.hpp"

namespace uws {

/// `refresh_seconds` 0: the page stays as it is.
std::string html_head(std::string_view title, int refresh_seconds);
std::string html_foot();
/// The lists there are, with this one marked.
std::string html_chooser(std::span<OtherList const> others, std::string_view here);
std::string html_link(std::string_view url, std::string_view text);
std::string html_phase(jobs::Phase phase);
std::string html_progress(jobs::JobInfo const& info);
/// "2026-11-21 09:00:00" with the full instant behind it; a dash for none.
std::string html_time(std::optional<jobs::Instant> instant);
/// One line to edit, and a button that posts it as name=...
std::string html_line_form(std::string_view url, std::string_view name, std::string_view value);
/// A text of several lines to edit, inside a form.
std::string html_text_field(std::string_view name, std::string_view value);
/// A button that posts name=value.
std::string html_button(std::string_view url, std::string_view name, std::string_view value,
                        std::string_view label);

}  // namespace uws
