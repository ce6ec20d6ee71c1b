#include "slurm/slurm_values.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/text.hpp"
#include "jobs/work/node_list.hpp"

namespace slurm {
namespace {

using std::chrono::milliseconds;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A number of few enough digits that sums of products of it do not overflow.
std::optional<std::int64_t> small_number(std::string_view text) {
  if (!all_digits(text) || text.size() > 9) return std::nullopt;
  return engine::whole_number(text);
}

std::optional<std::vector<std::int64_t>> numbers_between_colons(std::string_view text) {
  std::vector<std::int64_t> numbers;
  for (auto const& part : engine::split(text, ':')) {
    auto const value = small_number(part);
    if (!value || numbers.size() == 3) return std::nullopt;
    numbers.push_back(*value);
  }
  return numbers.empty() ? std::nullopt : std::optional(numbers);
}

std::optional<std::int64_t> thousandths(std::string_view digits) {
  if (!all_digits(digits)) return std::nullopt;
  std::string three(digits.substr(0, 3));
  three.resize(3, '0');
  return engine::whole_number(three);
}

}  // namespace

std::optional<milliseconds> duration_from(std::string_view text) {
  text = engine::trimmed(text);
  std::int64_t fraction = 0, days = 0;
  if (auto const dot = text.find('.'); dot != text.npos) {
    auto const found = thousandths(text.substr(dot + 1));
    if (!found) return std::nullopt;
    fraction = *found;
    text = text.substr(0, dot);
  }
  auto const dash = text.find('-');
  if (dash != text.npos) {
    auto const found = small_number(text.substr(0, dash));
    if (!found) return std::nullopt;
    days = *found;
    text.remove_prefix(dash + 1);
  }
  auto parts = numbers_between_colons(text);
  if (!parts) return std::nullopt;
  if (dash != text.npos || days > 0)
    parts->resize(3, 0);  // hours come first
  else if (parts->size() == 1)
    *parts = {0, parts->front(), 0};  // minutes alone
  else if (parts->size() == 2)
    parts->insert(parts->begin(), 0);
  auto const seconds = ((days * 24 + (*parts)[0]) * 60 + (*parts)[1]) * 60 + (*parts)[2];
  return milliseconds(seconds * 1000 + fraction);
}

std::optional<jobs::Instant> time_from(std::string_view text) {
  text = engine::trimmed(text);
  if (text.size() < 16) return std::nullopt;  // years and dates alone are no time of SLURM's
  return jobs::instant_from(text);
}

std::optional<std::uint64_t> size_from(std::string_view text) {
  text = engine::trimmed(text);
  if (!text.empty() && (text.back() == 'n' || text.back() == 'c')) text.remove_suffix(1);
  if (text.empty()) return std::nullopt;
  double factor = 1;
  auto const unit = std::string_view("KMGTP").find(text.back());
  if (unit != std::string_view::npos) {
    factor = std::ldexp(1.0, 10 * (static_cast<int>(unit) + 1));
    text.remove_suffix(1);
  }
  if (text.empty() || text.find_first_not_of("0123456789.") != text.npos) return std::nullopt;
  auto const value = engine::number(text);
  if (!value || !(*value * factor < 9e18)) return std::nullopt;
  return static_cast<std::uint64_t>(std::llround(*value * factor));
}

std::optional<ExitCode> exit_code_from(std::string_view text) {
  auto const parts = engine::split(text, ':');
  if (parts.size() != 2) return std::nullopt;
  auto const status = small_number(parts[0]), signal = small_number(parts[1]);
  if (!status || !signal || *status > 255 || *signal > 255) return std::nullopt;
  return ExitCode{static_cast<int>(*status), static_cast<int>(*signal)};
}

std::optional<ArrayId> array_id_from(std::string_view text) {
  text = engine::trimmed(text);
  ArrayId id;
  if (auto const dot = text.find('.'); dot != text.npos) {
    id.step = text.substr(dot + 1);
    text = text.substr(0, dot);
  }
  if (auto const line = text.find('_'); line != text.npos) {
    auto const task = text.substr(line + 1);
    if (auto const number = small_number(task))
      id.task = static_cast<int>(*number);
    else if (task.size() > 2 && task.front() == '[' && task.back() == ']')
      id.waiting = task.substr(1, task.size() - 2);
    else
      return std::nullopt;
    text = text.substr(0, line);
  }
  if (auto const plus = text.find('+'); plus != text.npos) {
    if (!all_digits(text.substr(plus + 1))) return std::nullopt;
    text = text.substr(0, plus);
  }
  if (!all_digits(text) || text.size() > 19) return std::nullopt;
  id.job = text;
  return id;
}

std::optional<std::vector<std::string>> nodes_from(std::string_view text) {
  text = engine::trimmed(text);
  if (text.empty() || text == "(null)" || text == "None assigned") return std::vector<std::string>{};
  return jobs::nodes_in(text);
}

}  // namespace slurm
