#include "catalog/table/votable_reader.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <utility>

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include "catalog/table/votable_document.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace {

struct FreeParser {
  void operator()(xmlParserCtxt* context) const noexcept {
    if (context->myDoc != nullptr) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }
};
using ParserHandle = std::unique_ptr<xmlParserCtxt, FreeParser>;

constexpr int deepest = 100;

std::string text_of(xmlChar const* from, std::size_t bytes) {
  return std::string(reinterpret_cast<char const*>(from), bytes);
}

std::string text_of(xmlChar const* text) {
  return text == nullptr ? "" : reinterpret_cast<char const*>(text);
}

}  // namespace

/// Only elements and characters are listened to: entities are never declared, hence never expanded, and no
/// tree grows. Exceptions may not pass through C: the first one is kept, the parser stopped, and feed()
/// throws it.
struct VotableReader::State {
  State(VotableSink& sink, VotableLimits const& the_limits) : limits(the_limits), document(sink, the_limits) {
    static std::once_flag once;  // libxml2 wants this before several threads use it
    std::call_once(once, xmlInitParser);
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = on_characters;
    handler.cdataBlock = on_characters;
    handler.ignorableWhitespace = on_characters;
    handler.entityDecl = on_entity;
    handler.reference = on_reference;
    handler.serror = on_error;
    parser.reset(xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr));
    if (!parser) throw engine::Failure(engine::Fault::internal, "cannot make an XML parser (no memory)");
    // HUGE lifts libxml2's own limits of text and depth; ours take their place.
    xmlCtxtUseOptions(parser.get(), XML_PARSE_NONET | XML_PARSE_HUGE);
  }

  [[noreturn]] void refuse(std::string const& why) const {
    throw engine::Failure(engine::Fault::bad_request,
                          "cannot read the VOTable: line " + std::to_string(line()) + " (" + why + ")");
  }
  int line() const { return parser->input != nullptr ? parser->input->line : 0; }

  void parse(std::string_view piece, bool last) {
    xmlParseChunk(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0);
    if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    if (parser->wellFormed == 0) refuse(trouble.empty() ? "not well-formed XML" : trouble);
  }

  template <class Act>
  void guarded(Act act) {
    if (thrown) return;
    try {
      act();
    } catch (VotableProblem const& problem) {
      keep([&] { refuse(problem.what()); });
    } catch (...) {
      keep([] { throw; });
    }
  }
  template <class Throw>
  void keep(Throw throw_it) {
    try {
      throw_it();
    } catch (...) {
      thrown = std::current_exception();
    }
    xmlStopParser(parser.get());
  }

  static State& of(void* user) { return *static_cast<State*>(user); }
  static void on_start(void* user, xmlChar const* name, xmlChar const*, xmlChar const* space, int,
                       xmlChar const**, int count, int, xmlChar const** attributes);
  static void on_end(void* user, xmlChar const* name, xmlChar const*, xmlChar const*);
  static void on_characters(void* user, xmlChar const* text, int bytes);
  static void on_entity(void* user, xmlChar const*, int, xmlChar const*, xmlChar const*, xmlChar*);
  static void on_reference(void* user, xmlChar const* name);
  static void on_error(void* user, xmlErrorPtr error);

  VotableLimits limits;
  VotableDocument document;
  ParserHandle parser;
  std::size_t bytes = 0;
  int depth = 0;
  std::exception_ptr thrown;
  std::string trouble;
};

void VotableReader::State::on_start(void* user, xmlChar const* name, xmlChar const*, xmlChar const* space,
                                    int, xmlChar const**, int count, int, xmlChar const** attributes) {
  State& state = of(user);
  state.guarded([&] {
    if (++state.depth > deepest) state.refuse("elements are nested deeper than any VOTable");
    XmlAttributes values;
    // libxml2 gives five pointers each: name, prefix, namespace, begin and end of the value.
    for (int i = 0; i < count; ++i, attributes += 5)
      values[text_of(attributes[0])] =
          text_of(attributes[3], static_cast<std::size_t>(attributes[4] - attributes[3]));
    state.document.start(text_of(name), text_of(space), values);
  });
}

void VotableReader::State::on_end(void* user, xmlChar const* name, xmlChar const*, xmlChar const*) {
  State& state = of(user);
  --state.depth;
  state.guarded([&] { state.document.end(text_of(name)); });
}

void VotableReader::State::on_characters(void* user, xmlChar const* text, int bytes) {
  of(user).guarded([&] {
    of(user).document.characters({reinterpret_cast<char const*>(text), static_cast<std::size_t>(bytes)});
  });
}

void VotableReader::State::on_entity(void* user, xmlChar const*, int, xmlChar const*, xmlChar const*,
                                     xmlChar*) {
  of(user).guarded([&] { of(user).refuse("entity declarations are not accepted"); });
}

void VotableReader::State::on_reference(void* user, xmlChar const* name) {
  of(user).guarded([&] { of(user).refuse("the entity '" + text_of(name) + "' is not known"); });
}

void VotableReader::State::on_error(void* user, xmlErrorPtr error) {
  State& state = of(user);
  if (state.trouble.empty() && error->level >= XML_ERR_ERROR && error->message != nullptr)
    state.trouble = engine::trimmed(std::string_view(error->message).substr(0, 300));  // quotes the document
}

VotableReader::VotableReader(VotableSink& sink, VotableLimits limits)
    : state_(std::make_unique<State>(sink, limits)) {}

VotableReader::~VotableReader() = default;

void VotableReader::feed(std::string_view bytes) {
  constexpr std::size_t piece = 1 << 20;
  state_->bytes += bytes.size();
  if (state_->bytes > state_->limits.document_bytes)
    state_->refuse("the document is larger than the " + std::to_string(state_->limits.document_bytes) +
                   " bytes allowed");
  for (std::size_t at = 0; at < bytes.size(); at += piece) state_->parse(bytes.substr(at, piece), false);
}

void VotableReader::finish() {
  state_->parse({}, true);
  if (!state_->document.has_table()) state_->refuse("the document holds no TABLE");
}

}  // namespace catalog
