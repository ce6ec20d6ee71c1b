/// Puts together one record after the other of a document. Internal to to_document.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "jobs/instant.hpp"
#include "uws/provenance/document.hpp"
#include "uws/provenance/names.hpp"

namespace uws::prov {

Value text_value(std::string_view text);
Value name_value(Name name);
Value time_value(std::optional<jobs::Instant> instant);

/// Adds what is said; empty texts and missing numbers are left out (PROV-XML cannot tell them from nothing).
class RecordBuilder {
 public:
  explicit RecordBuilder(Kind kind, Name id = {}) { record_.kind = kind, record_.id = std::move(id); }

  RecordBuilder& argument(Value value);
  RecordBuilder& add(Name name, Value value);
  RecordBuilder& add(Name name, std::string_view text) { return add(std::move(name), text_value(text)); }
  RecordBuilder& add(Name name, std::string const& text) { return add(std::move(name), text_value(text)); }
  RecordBuilder& add(Name name, char const* text) { return add(std::move(name), text_value(text)); }
  RecordBuilder& add(Name name, std::optional<std::int64_t> number);
  RecordBuilder& add(Name name, std::optional<int> number);
  RecordBuilder& add(Name name, std::optional<double> number);
  RecordBuilder& add(Name name, std::optional<jobs::Instant> instant);
  RecordBuilder& label(std::string_view text) { return add(Names::prov("label"), text); }
  RecordBuilder& type(Name name) { return add(Names::prov("type"), name_value(std::move(name))); }

  Record take() { return std::move(record_); }

 private:
  Record record_{};
};

}  // namespace uws::prov
