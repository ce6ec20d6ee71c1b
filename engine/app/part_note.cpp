#include "engine/app/part_note.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/app/build_facts.hpp"
#include "engine/app/index_wire.hpp"
#include "engine/app/input_records.hpp"
#include "engine/app/part_note_wire.hpp"
#include "engine/app/session.hpp"
#include "engine/app/wire.hpp"
#include "engine/base/failure.hpp"
#include "engine/io/durable.hpp"
#include "engine/io/product_header.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

constexpr std::string_view mark = "distill part note 1\n";
constexpr std::size_t sum_digits = 64;

std::string build_id() {
  SoftwareFacts const build = software_facts();
  return creator() + " " + build.revision + (build.dirty.value_or(false) ? "+" : "") + " " + build.compiler;
}

void write_numbers(WireWriter& out, std::vector<std::uint64_t> const& numbers) {
  write_list(out, numbers, [&](std::uint64_t n) { out.number(whole(n)); });
}

std::vector<std::uint64_t> read_numbers(WireReader& in) {
  std::vector<std::uint64_t> numbers;
  read_list(in, [&] { numbers.push_back(static_cast<std::uint64_t>(in.number())); });
  return numbers;
}

/// Of an observation what reports and merged products name.
void write_observation(WireWriter& out, Observation const& run) {
  out.number(run.id);
  out.text(run.events.file);
  out.text(run.events.hdu);
  out.number(run.events.number.value_or(0));
}

Observation read_observation(WireReader& in) {
  Observation run;
  run.id = in.number();
  run.events.file = in.text();
  run.events.hdu = in.text();
  if (std::int64_t const number = in.number(); number > 0) run.events.number = static_cast<int>(number);
  return run;
}

void write_skipped(WireWriter& out, SkippedInput const& skipped) {
  write_observation(out, skipped.observation);
  out.text(skipped.reason);
  out.number(skipped.rank);
}

SkippedInput read_skipped(WireReader& in) {
  SkippedInput skipped;
  skipped.observation = read_observation(in);
  skipped.reason = in.text();
  skipped.rank = static_cast<int>(in.number());
  return skipped;
}

void write_request(WireWriter& out, PartNote const& note) {
  out.number(note.part.number);
  out.number(note.part.count);
  out.text(note.command);
  write_list(out, note.parameters, [&](ConfiguredParameter const& p) {
    out.text(p.name);
    write_texts(out, p.values);
    out.number(static_cast<std::int64_t>(p.source));
  });
  out.number(whole(note.runs));
  out.text(note.runs_sum);
  write_numbers(out, {note.share.begin(), note.share.end()});
}

void read_request(WireReader& in, PartNote& note) {
  note.part.number = static_cast<int>(in.number());
  note.part.count = static_cast<int>(in.number());
  note.command = in.text();
  read_list(in, [&] {
    ConfiguredParameter p;
    p.name = in.text();
    p.values = read_texts(in);
    p.source = static_cast<Source>(in.number());
    note.parameters.push_back(std::move(p));
  });
  note.runs = static_cast<std::uint64_t>(in.number());
  note.runs_sum = in.text();
  std::vector<std::uint64_t> const share = read_numbers(in);
  note.share.assign(share.begin(), share.end());
}

void write_runs(WireWriter& out, PartNote const& note) {
  write_list(out, note.inputs, [&](auto const& input) {
    out.number(whole(input.first));
    write_observation(out, input.second.observation);
    write_record(out, input.second);
  });
  write_list(out, note.skipped, [&](auto const& skipped) {
    out.number(whole(skipped.first));
    write_skipped(out, skipped.second);
  });
  write_list(out, note.unreadable, [&](SkippedInput const& skipped) { write_skipped(out, skipped); });
  write_list(out, note.index, [&](IndexedRun const& run) { write_index_row(out, run); });
  write_list(out, note.events, [&](auto const& run) {
    out.number(whole(run.first));
    out.number(whole(run.second));
  });
  write_numbers(out, note.drawn);
  write_numbers(out, note.outside);
}

void read_runs(WireReader& in, PartNote& note) {
  read_list(in, [&] {
    auto const run = static_cast<std::size_t>(in.number());
    Observation const observation = read_observation(in);
    note.inputs[run] = read_record(in, observation);
  });
  read_list(in, [&] {
    auto const run = static_cast<std::size_t>(in.number());
    note.skipped[run] = read_skipped(in);
  });
  read_list(in, [&] { note.unreadable.push_back(read_skipped(in)); });
  read_list(in, [&] { note.index.push_back(read_index_row(in)); });
  read_list(in, [&] {
    auto const run = static_cast<std::size_t>(in.number());
    note.events[run] = static_cast<std::uint64_t>(in.number());
  });
  note.drawn = read_numbers(in);
  note.outside = read_numbers(in);
}

}  // namespace

std::vector<Product> with_part_note(std::vector<Product> products) {
  products.push_back({"part_note", part_note_name, "application/octet-stream"});
  return products;
}

PartNote part_note(ParameterValues const& values, ProductSummary const& summary) {
  PartNote note;
  note.part = part_of(values);
  note.command = values.command().name;
  for (ConfiguredParameter const& p : values.configuration())
    if (p.source != Source::fallback) note.parameters.push_back(p);
  note.files = summary.facts->files;
  note.documents = summary.facts->documents;
  note.warnings = summary.warnings;
  return note;
}

void finish_part_note(PartNote& note, std::vector<ProductFile> const& products, std::string const& folder,
                      RunConditions const& conditions) {
  note.products = products;
  for (ProductFile& product : note.products)
    if (product.path.starts_with(folder + "/")) product.path.erase(0, folder.size() + 1);
  note.conditions = conditions;
}

void write_part_note(std::string const& path, PartNote const& note) {
  WireWriter out;
  out.text(build_id());
  write_request(out, note);
  write_runs(out, note);
  write_facts(out, note);
  write_new_file(path, std::string(mark) + sha256_of(out.bytes()) + "\n" + out.bytes());
}

PartNote read_part_note(std::string const& folder) {
  std::ifstream in(folder + "/" + part_note_name, std::ios::binary);
  if (!in)
    throw Failure(Fault::missing_resource, "no part of a job: " + folder + " (it has no " + part_note_name +
                                               ") - has the part ended well? name its output folder");
  std::ostringstream text;
  text << in.rdbuf();
  std::string const bytes = std::move(text).str();
  std::size_t const head = mark.size() + sum_digits + 1;
  bool const whole_file =
      bytes.size() > head && bytes.starts_with(mark) &&
      sha256_of(std::string_view(bytes).substr(head)) == bytes.substr(mark.size(), sum_digits);
  if (!whole_file)
    throw Failure(Fault::bad_data, "cannot read what a part of the job left: " + folder + "/" +
                                       part_note_name + " (it is damaged) - run this part again");
  WireReader reader(std::string_view(bytes).substr(head));
  if (std::string const build = reader.text(); build != build_id())
    throw Failure(Fault::bad_data, "made by another distill: " + folder + " (" + build + ", this is " +
                                       build_id() + ") - run this part again, with the same program");
  PartNote note;
  read_request(reader, note);
  read_runs(reader, note);
  read_facts(reader, note);
  return note;
}

std::string sum_of_runs(std::vector<Observation> const& runs) {
  RunningSha256 sum;
  for (Observation const& run : runs)
    sum.add(std::to_string(run.id) + ' ' + file_name_of(run.events.file) + ' ' + run.events.hdu + '\n');
  return sum.hexadecimal();
}

}  // namespace engine
