#include "compiler/page/page.h"

#include <algorithm>

#include "compiler/explain.h"
#include "compiler/page/html.h"
#include "compiler/page/listing_html.h"
#include "compiler/page/rendered_lines.h"
#include "explain_template.h"

namespace launch::page {
namespace {

constexpr std::size_t kMostLines = 5000;  // of one artifact; `launch render` prints them all
constexpr std::size_t kMostValue = 2000;  // bytes
constexpr std::size_t kMostStep = 200;

std::string count(std::size_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

class Writer {
 public:
  explicit Writer(const PageInput& input)
      : input_(input),
        layers_(all_layers(input.jobs)),
        masks_(with_results(layers_, input.jobs), input.sources, input.arena),
        listing_(layers_, input.sources) {}

  std::string run() {
    for (const Finding& finding : input_.findings) listing_.note(finding);
    std::string rendered;
    for (std::size_t i = 0; i < input_.jobs.size(); ++i) rendered += job(input_.jobs[i], i);
    const std::vector<Listed> listed = listing_.take();
    const ListingHtml html({masks_, input_.sources, fields_});
    const std::string title = input_.job_path + ", explained";
    return fill_template(kExplainPage,
                         {{"title", escaped(masks_.shown(title))},
                          {"summary", summary()},
                          {"style_hash", policy_hash(kExplainStyle)},
                          {"script_hash", policy_hash(kExplainScript)},
                          {"style", std::string(kExplainStyle)},
                          {"script", std::string(kExplainScript)},
                          {"layers", html.layers(listed, built_in_.size())},
                          {"findings", findings()},
                          {"rendered", rendered},
                          {"sources", html.sources(listed) + html.built_in(built_in_)}});
  }

 private:
  static std::vector<Layer> all_layers(std::span<const Compiled> jobs) {
    std::vector<Layer> layers;
    for (const Compiled& job : jobs)
      layers.insert(layers.end(), job.layers.begin(), job.layers.end());
    return layers;
  }

  // A value may be a credential only by the name that it is filled into.
  static std::vector<Layer> with_results(std::vector<Layer> layers,
                                         std::span<const Compiled> jobs) {
    for (const Compiled& job : jobs) layers.push_back({Role::Job, job.spec.root, {}});
    return layers;
  }

  std::string text(std::string_view raw) const { return escaped(masks_.shown(raw)); }

  std::string summary() const {
    std::size_t artifacts = 0;
    for (const Compiled& job : input_.jobs) artifacts += job.artifacts.size();
    const std::size_t errors = summarize(input_.findings, 0).errors;
    const std::size_t warnings = summarize(input_.findings, 0).warnings;
    std::string line =
        errors > 0 ? "Not rendered"
                   : count(artifacts, "artifact") + " rendered, " + count(fields_.size(), "value");
    if (errors > 0) line += ", " + count(errors, "error");
    if (warnings > 0) line += ", " + count(warnings, "warning");
    return line;
  }

  std::string findings() const {
    if (input_.findings.empty()) return {};
    std::string out =
        "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2><ul "
        "class=\"findings\">";
    for (const Finding& finding : input_.findings) {
      const std::string line =
          finding.place.has_line ? ":" + std::to_string(finding.place.line) : "";
      out += "<li>" +
             finding_html(finding, masks_,
                          link_to(line_of(finding), text(finding.place.path + line)) + " ") +
             "</li>";
    }
    return out + "</ul></section>";
  }

  std::string line_of(const Finding& finding) const {
    for (std::size_t i = 0; i < input_.sources.size(); ++i) {
      const auto id = static_cast<SourceId>(i);
      const std::optional<std::size_t> entry = listing_.entry(id);
      if (!entry || input_.sources.name(id) != finding.place.path) continue;
      return line_id(*entry, finding.place.has_line ? finding.place.line : 1);
    }
    return {};
  }

  std::string place_link(Span place, const std::string& words) const {
    const std::optional<std::size_t> entry = listing_.entry(place.source);
    if (!entry) return text(words);
    return link_to(line_id(*entry, input_.sources.position(place.source, place.begin).line),
                   text(words));
  }

  // --- one job -----------------------------------------------------------------------------------

  std::string job(const Compiled& job, std::size_t number) {
    std::string out;
    const std::string id = "job" + std::to_string(number);
    const bool named = job.spec.name.valid() && job.spec.name.is_scalar();
    std::string whose =
        named ? " of " + masks_.shown(job.spec.name.as_string(), job.spec.name) : "";
    if (input_.jobs.size() > 1) whose += " (document " + std::to_string(number + 1) + ")";
    for (const Artifact& artifact : job.artifacts) {
      const std::string heading = std::string(artifact.target) + whose;
      out += section(id + "-" + std::string(artifact.target), heading,
                     lines(rendered_lines(artifact, masks_)));
    }
    if (job.artifacts.empty()) return out;
    if (job.spec.hyperparameters.size() > 0) {
      out += section(id + "-hyperparameters", "Hyperparameters, which go to WANDB_CONFIG",
                     lines(yaml_lines(job.spec.hyperparameters, "hyperparameters", masks_)));
    }
    if (!job.removed.empty()) out += section(id + "-removed", "Removed on the way", removed(job));
    if (!job.deferred.empty()) {
      out += section(id + "-deferred", "Filled at submit", deferred(job));
    }
    return out;
  }

  std::string section(const std::string& id, const std::string& heading,
                      const std::string& body) const {
    return "<section aria-labelledby=\"" + escaped(id) + "\"><h2 id=\"" + escaped(id) + "\">" +
           escaped(heading) + "</h2>" + body + "</section>\n";
  }

  std::string lines(const std::vector<RenderedLine>& lines) {
    std::string out = "<ol class=\"rendered\">";
    const std::size_t shown = std::min(lines.size(), kMostLines);
    for (std::size_t i = 0; i < shown; ++i) out += line(lines[i]);
    out += "</ol>";
    if (shown < lines.size()) {
      out += "<p class=\"gap\">" + count(lines.size() - shown, "more line") +
             "; <code>launch render</code> prints them.</p>";
    }
    return out;
  }

  std::string line(const RenderedLine& line) {
    const std::string before = escaped(line.before);
    if (!line.value) {
      return "<li><span class=\"chip\"></span><span class=\"what\"><code>" + before +
             escaped(line.after) + "</code></span></li>\n";
    }
    const RenderedValue& value = *line.value;
    const std::size_t number = fields_.size();
    fields_.push_back(value.field);
    const Span place = value.node.span();
    const Owner owner = listing_.owner(place.source);
    const std::string target = mark(value, number, owner);
    const bool ours = owner == Owner::BuiltIn;
    const std::string where = ours ? "launch" : where_of(place, false);
    const std::string chip = ours ? "launch" : where_of(place, true);
    std::string out = "<li class=\"" + std::string(words_of(owner).css) +
                      "\"><span class=\"chip\" aria-hidden=\"true\">" +
                      std::string(words_of(owner).sign) + "<span class=\"where\"> " + text(chip) +
                      "</span></span>";
    out += "<span class=\"what\"><code>" + before + "<a class=\"value\" id=\"" + value_id(number) +
           "\" href=\"#" + target + "\">" + escaped(bounded(value.text, kMostValue));
    out += "<span class=\"sr\">, set by " + std::string(words_of(owner).label) + ", " +
           text(where) + "</span></a>";
    out += escaped(line.after) + "</code>";
    if (value.node.is_deferred()) out += " <span class=\"note\">filled at submit</span>";
    return out + history(value) + "</span></li>\n";
  }

  // Marks what set the value, what it lost to and what filled it; the id of the line that set it.
  std::string mark(const RenderedValue& value, std::size_t number, Owner owner) {
    const Span place = value.node.span();
    const Step* why = value.node.history();
    for (const Step* step = why; step != nullptr; step = step->previous) {
      if (step->action == Step::Action::Overrode)
        listing_.mark(step->span, Mark::Kind::Lost, number);
      if (step->action == Step::Action::Filled)
        listing_.mark(step->span, Mark::Kind::Filled, number);
    }
    if (owner == Owner::BuiltIn) {
      const bool has_reason = why != nullptr && why->action == Step::Action::Completed;
      built_in_.push_back(
          {number, bounded(value.text, 80), std::string(has_reason ? why->name : "")});
      return built_in_id(built_in_.size() - 1);
    }
    listing_.mark(place, Mark::Kind::Set, number);
    const std::optional<std::size_t> entry = listing_.entry(place.source);
    return line_id(entry.value_or(0), input_.sources.position(place.source, place.begin).line);
  }

  std::string where_of(Span place, bool is_short) const {
    std::string where(input_.sources.name(place.source));
    if (is_short) where.erase(0, where.rfind('/') + 1);
    const bool file = input_.sources.kind(place.source) == SourceMap::Kind::File;
    if (file)
      where += ":" + std::to_string(input_.sources.position(place.source, place.begin).line);
    return where;
  }

  std::string history(const RenderedValue& value) const {
    const std::vector<ExplainedStep> steps = steps_of(value.node, input_.sources);
    if (steps.size() < 2) return {};
    const auto lost = std::count_if(steps.begin(), steps.end(), [](const ExplainedStep& step) {
      return step.action == "overrode";
    });
    const std::string summary = lost > 0 ? "overrode " + std::to_string(lost) : "history";
    std::string out = " <details><summary>" + summary + "<span class=\"sr\"> of " +
                      text(value.field) + "</span></summary><ol class=\"steps\">";
    for (const ExplainedStep& step : steps) out += step_html(step, value.node);
    return out + "</ol></details>";
  }

  std::string step_html(const ExplainedStep& step, const Node& node) const {
    // What stands at a step's place may be masked there; what the step says of the value, here.
    const bool set_by = step.action == "set by";
    const std::string shown =
        set_by ? masks_.shown(step.text, node) : masks_.shown(step.text, step.span);
    std::string out = "<li><span class=\"action\">" + escaped(step.action) + "</span> " +
                      place_link(step.span, step.place);
    if (!step.text.empty()) out += " <code>" + escaped(bounded(shown, kMostStep)) + "</code>";
    return out + "</li>";
  }

  std::string removed(const Compiled& job) const {
    std::string out = "<ul class=\"plain\">";
    for (const Removal& removal : job.removed) {
      std::string field;
      for (const std::string& step : removal.path) field += (field.empty() ? "" : ".") + step;
      const std::string was = bounded(input_.sources.text(removal.removed), kMostStep);
      out += "<li><code>" + text(field) + "</code> removed by " +
             place_link(removal.by, input_.sources.describe(removal.by)) + ", was <code>" +
             escaped(masks_.shown(was, removal.removed)) + "</code> at " +
             place_link(removal.removed, input_.sources.describe(removal.removed)) + "</li>";
    }
    return out + "</ul>";
  }

  std::string deferred(const Compiled& job) const {
    std::string out = "<ul class=\"plain\">";
    for (const Deferred& each : job.deferred) {
      out += "<li><code>${" + text(each.name) + "}</code> at " +
             place_link(each.span, input_.sources.describe(each.span)) + "</li>";
    }
    return out + "</ul>";
  }

  const PageInput& input_;
  const std::vector<Layer> layers_;
  const Masks masks_;
  Listing listing_;
  std::vector<std::string> fields_;  // of all rendered values, by their number
  std::vector<BuiltInLine> built_in_;
};

}  // namespace

std::string write_page(const PageInput& input) { return Writer(input).run(); }

}  // namespace launch::page
