/// The daemon's log: events and one line per request. Passed by reference; there is no global one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "uws/http/access_record.hpp"

namespace uws {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };  ///< text: key=value (logfmt)

struct LogOptions {
  LogLevel level = LogLevel::info;
  std::string file{};  ///< empty: standard error
  LogFormat format = LogFormat::text;
  bool requests = true;  ///< a line per request, whatever the level
};

/// Thread-safe; each line is complete in the file when the call returns, and one event is one line whatever
/// it says. A full disk costs lines, not the service.
class Log {
 public:
  /// Throws engine::Failure if the file cannot be opened.
  explicit Log(LogOptions options);
  ~Log();
  Log(Log&&) noexcept;

  void debug(std::string_view what) const { write(LogLevel::debug, what); }
  void info(std::string_view what) const { write(LogLevel::info, what); }
  void warning(std::string_view what) const { write(LogLevel::warning, what); }
  void error(std::string_view what) const { write(LogLevel::error, what); }
  void write(LogLevel level, std::string_view what) const;
  void request(http::AccessRecord const& record) const;

  /// Opens the file by its name again: after log rotation has moved it away (SIGHUP).
  void reopen() const;

 private:
  struct Sink;
  LogOptions options_;
  std::unique_ptr<Sink> sink_;
};

}  // namespace uws
