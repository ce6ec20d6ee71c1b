#include "uws/provenance/record_builder.hpp"

#include <cmath>

#include "engine/base/text.hpp"

namespace uws::prov {

Value text_value(std::string_view text) { return {ValueKind::text, clean_text(text), {}}; }

Value name_value(Name name) { return {ValueKind::name, {}, std::move(name)}; }

Value time_value(std::optional<jobs::Instant> instant) {
  return {ValueKind::instant, instant ? jobs::iso_text(*instant) : std::string(), {}};
}

RecordBuilder& RecordBuilder::argument(Value value) {
  record_.arguments.push_back(std::move(value));
  return *this;
}

RecordBuilder& RecordBuilder::add(Name name, Value value) {
  if (is_said(value)) record_.attributes.push_back({std::move(name), std::move(value)});
  return *this;
}

RecordBuilder& RecordBuilder::add(Name name, std::optional<std::int64_t> number) {
  return number ? add(std::move(name), Value{ValueKind::integer, std::to_string(*number), {}}) : *this;
}

RecordBuilder& RecordBuilder::add(Name name, std::optional<int> number) {
  return add(std::move(name), number ? std::optional<std::int64_t>(*number) : std::nullopt);
}

RecordBuilder& RecordBuilder::add(Name name, std::optional<double> number) {
  bool const known = number && std::isfinite(*number);
  return known ? add(std::move(name), Value{ValueKind::real, engine::shortest(*number), {}}) : *this;
}

RecordBuilder& RecordBuilder::add(Name name, std::optional<jobs::Instant> instant) {
  return add(std::move(name), time_value(instant));
}

}  // namespace uws::prov
