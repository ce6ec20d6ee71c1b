#include "uws/daemon/log.hpp"

#include <memory>
#include <mutex>
#include <vector>

#include <spdlog/details/file_helper.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "engine/base/failure.hpp"

namespace uws {

namespace {

/// spdlog's own file sinks cannot open their file again.
class ReopeningFile : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit ReopeningFile(std::string const& name) { file_.open(name, false); }
  void reopen() {
    std::lock_guard const lock(mutex_);
    file_.reopen(false);
  }

 protected:
  void sink_it_(spdlog::details::log_msg const& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    file_.write(line);
    file_.flush();
  }
  void flush_() override { file_.flush(); }

 private:
  spdlog::details::file_helper file_;
};

std::string_view word_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return "debug";
    case LogLevel::info: return "info";
    case LogLevel::warning: return "warning";
    case LogLevel::error: return "error";
  }
  return {};
}

}  // namespace

struct Log::Sink {
  std::shared_ptr<ReopeningFile> file;
  std::unique_ptr<spdlog::logger> logger;
};

Log::Log(LogOptions options) : options_(std::move(options)), sink_(std::make_unique<Sink>()) {
  try {
    std::shared_ptr<spdlog::sinks::sink> sink;
    if (options_.file.empty())
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else
      sink = sink_->file = std::make_shared<ReopeningFile>(options_.file);
    sink_->logger = std::make_unique<spdlog::logger>("distilld", std::move(sink));
  } catch (spdlog::spdlog_ex const& error) {
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot open the log: " + options_.file + " (" + error.what() + ")");
  }
  sink_->logger->set_pattern("%v");  // the lines are made here, in one form for file and JSON
  sink_->logger->set_level(spdlog::level::trace);
}

Log::~Log() = default;
Log::Log(Log&&) noexcept = default;

void Log::write(LogLevel level, std::string_view what) const {
  if (level < options_.level) return;
  std::string const time = http::iso_utc(std::chrono::system_clock::now());
  std::string const text = http::quoted_line(what);
  std::string const word(word_of(level));
  std::string const line =
      options_.format == LogFormat::json
          ? "{\"time\":\"" + time + "\",\"level\":\"" + word + "\",\"message\":" + text + "}"
          : "time=" + time + " level=" + word + " message=" + text;
  sink_->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

void Log::request(http::AccessRecord const& record) const {
  if (!options_.requests) return;
  std::string const line =
      options_.format == LogFormat::json ? http::json_line(record) : http::logfmt(record);
  sink_->logger->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

void Log::reopen() const {
  try {
    if (sink_->file) sink_->file->reopen();
  } catch (spdlog::spdlog_ex const& error) {
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot open the log again: " + options_.file + " (" + error.what() + ")");
  }
}

}  // namespace uws
