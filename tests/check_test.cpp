#include "compiler/check/check.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "compiler/build/rules.h"
#include "compiler/check/key_words.h"
#include "compiler/check/rules.h"
#include "compiler/check/secret_words.h"
#include "compiler/diagnostic/render.h"
#include "compiler/document/read_yaml.h"
#include "compiler/spec/decode.h"
#include "tests/catch.h"

namespace launch {
namespace {

struct Judged {
  std::string short_form;  // "line:col rule" a line, sorted by place
  std::string text;        // as a person sees it
};

struct Options {
  std::string_view target;
  bool queue = false;
  bool base = false;
  SourceMap::Kind kind = SourceMap::Kind::File;
};

Judged judge(std::string yaml, const Options& options = {}) {
  SourceMap sources;
  Arena arena;
  Diagnostics reading;
  const SourceId id = sources.add("job.yaml", std::move(yaml), options.kind);
  const std::vector<Document> documents = read_yaml(id, sources, arena, reading);
  REQUIRE(reading.error_count() == 0);
  REQUIRE(documents.size() == 1);
  const Filled filled{documents[0].root, {}, {}};
  const Spec spec = decode_spec(filled, {arena, sources, reading, {}, {}, true});
  Diagnostics found;
  run_checks({spec, sources, arena, found, options.queue, {}, options.base, options.target});
  Judged judged;
  const std::vector<Diagnostic> sorted = found.sorted();
  for (const Diagnostic& d : sorted) {
    const Position at = sources.position(d.span.source, d.span.begin);
    judged.short_form += std::to_string(at.line) + ":" + std::to_string(at.column) + " " +
                         std::string(d.rule->id) + "\n";
    CHECK(d.span.begin <= d.span.end);
    CHECK(d.span.end <= sources.text(id).size());
  }
  judged.text = render_text(resolve(sorted, sources), false);
  return judged;
}

// Only what one area says: the other checks have their own tables.
std::string of_rule(const std::string& all, std::string_view rule) {
  std::string result;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t end = all.find('\n', i) + 1;
    const std::string_view line = std::string_view(all).substr(i, end - i - 1);
    if (line.ends_with(rule)) result += std::string(line.substr(0, line.find(' '))) + " ";
    i = end;
  }
  return result;
}

struct Row {
  std::string yaml;
  std::string places;  // "line:col " each
};

void check_rows(const Rule& rule, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.yaml);
    CHECK(of_rule(judge(row.yaml).short_form, rule.id) == row.places);
  }
}

const std::string kFullHash(40, 'a');
const std::string kDigest = "@sha256:" + std::string(64, '0');

}  // namespace

TEST_CASE("every check has a rule, every rule a check") {
  std::set<std::string_view> listed;
  for (const Rule* rule : kCheckRules) {
    CHECK(listed.insert(rule->id).second);
    CHECK(rule->summary.find('.') == std::string_view::npos);
    CHECK(rule->help.find("Source: https://") != std::string_view::npos);
  }
  for (const Rule* rule : build::kBuildRules) listed.insert(rule->id);
  for (const Check& check : checks()) CHECK(listed.count(check.rule->id) == 1);
  // One check judges all that is said of builds, by rules of their own list.
  for (const Check& check : checks()) listed.erase(check.rule->id);
  for (const Rule* rule : build::kBuildRules) listed.erase(rule->id);
  CHECK(listed.empty());
}

TEST_CASE("git commits") {
  const std::string repository = "git:\n  repository: https://github.com/o/r\n";
  check_rows(kGitCommit,
             {
                 {repository + "  commit: " + kFullHash, ""},
                 {repository + "  commit: " + std::string(64, 'b') + "\n  branch: main", ""},
                 {repository + "  version: " + kFullHash, ""},
                 {repository + "  commit: ${COMMIT}", ""},
                 {repository + "  commit: a1b2c3d4", "3:11 "},
                 {repository + "  commit: 1234567", "3:11 "},
                 {repository + "  commit: v1.2", "3:11 "},
                 {repository + "  branch: main", "3:11 "},
                 {repository + "  branch: main\n  commit: v1", "4:11 "},
                 {repository, "2:15 "},
                 {"git: {commit: main}", ""},
                 {"git: [1]", ""},
                 {repository + "  commit: [1]\n", "2:15 "},
                 {"image: a", ""},
             });
  CHECK(judge(repository + "  commit: a1b2c3d4\n").text ==
        "job.yaml:3:11: warning: git commit \"a1b2c3d4\" is a short hash of 8 digits, expected all "
        "40 "
        "[reproducibility/git-commit]\n"
        " 3 |   commit: a1b2c3d4\n"
        "   |           ^~~~~~~~\n"
        "  help: `git rev-parse a1b2c3d4` prints the full hash\n");
}

TEST_CASE("image tags") {
  check_rows(kImageTag, {
                            {"image: pytorch/pytorch" + kDigest, ""},
                            {"image: pytorch/pytorch:2.1" + kDigest, ""},
                            {"image: pytorch/pytorch:2.1", "1:8 "},
                            {"image: pytorch/pytorch", "1:8 "},
                            {"image: localhost:5000/train", "1:8 "},
                            {"image: a:latest-gpu", "1:8 "},
                            {"image: ${image_uri}", ""},
                            {"image: a:${TAG}", ""},
                            {"image: 5", ""},
                            {"image: {a: b}", ""},
                            {"job: a:v1", ""},
                        });
  CHECK(judge("image: localhost:5000/train").text.find("has no tag") != std::string::npos);
  CHECK(judge("image: a:latest-gpu").text.find("changes with every release") != std::string::npos);
  CHECK(judge("image: a:1").text.find("named by a tag") != std::string::npos);
}

TEST_CASE("base images") {
  check_rows(
      kBaseImage,
      {
          {"job: a:v1\nbuilder: {accelerator: {base_image: a:1}}", "2:37 "},
          {"job: a:v1\nbuilder: {base_image: a:1}", "2:23 "},
          {"job: a:v1\nbuilder: {accelerator: {base_image: a:1" + kDigest + "}}", ""},
          {"job: a:v1\nresource_args: {docker: {builder: {cuda: {base_image: a:1}}}}", "2:55 "},
          {"job: a:v1\nresource_args:\n  builder: {accelerator: {base_image: "
           "tensorflow/tensorflow:latest-gpu}}",
           "3:39 "},
          {"image: a:1\nbuilder: {accelerator: {base_image: a:1}}", ""},
          {"job: a:v1\nbuilder: docker", ""},
      });
}

TEST_CASE("artifact aliases") {
  check_rows(
      kArtifactAlias,
      {
          {"job: train:v3", ""},
          {"job: train:latest", "1:6 "},
          {"job: team/project/train", "1:6 "},
          {"job:\n  artifact: wandb-artifact://team/project/code:v1.2.3", ""},
          {"job:\n  artifact: wandb-artifact://team/project/code:latest", "2:13 "},
          {"job: train:latest\ngit: {repository: 'https://a/b', commit: " + kFullHash + "}", ""},
          {"image: a\ninput_artifacts: [data:latest, data:v3, data, model:v1.2, model:best]",
           "2:19 2:41 2:59 "},
          {"image: a\ninput_artifacts:\n  - {type: model, name: a:latest, path: /a}", "3:25 "},
          {"image: a\ninput_artifacts:\n  - {type: model, name: a, version: v3}", ""},
          {"image: a\ninput_artifacts: ['${NAME}:latest', 5, null, [x]]", ""},
          {"image: a\noverrides: {artifacts: {slot: 'team/p/data:prod'}}", "2:31 "},
          {"job: https://github.com/a/b", ""},
      });
}

TEST_CASE("seeds") {
  check_rows(
      kSeed,
      {
          {"image: a\nhyperparameters: {lr: 0.1}", "2:1 "},
          {"image: a\nhyperparameters: {lr: 0.1, seed: 1}", ""},
          {"image: a\nhyperparameters: {lr: 0.1, data: {shuffle_seed: 1}}", ""},
          {"image: a\nhyperparameters: {lr: 0.1, random_state: 1}", ""},
          {"image: a\nhyperparameters: {lr: 0.1}\nargs: [--seed=1]", ""},
          {"image: a\nhyperparameters: {lr: 0.1}\nenv: {PYTHONHASHSEED: '1'}", ""},
          {"image: a\nhyperparameters: {lr: 0.1}\nresource_args: {docker: {env: [SEED=1]}}", ""},
          {"image: a\nhyperparameters: {lr: 0.1}\nargs: [--config=train.yaml]", ""},
          {"image: a\nargs: [--epochs, '100']", "2:1 "},
          {"image: a\nargs: [--host, example.com]", ""},
          {"image: a", ""},
          {"image: a\nhyperparameters: {}", ""},
          {"image: a\noverrides: {run_config: {lr: 1}}", "2:13 "},
      });
}

TEST_CASE("processes and GPUs") {
  const std::string docker = "image: a\nresource_args: {docker: {gpus: ";
  const std::string run = "}}\ncommand: [torchrun, --nproc_per_node=8, train.py]";
  check_rows(
      kGpusPerNode,
      {
          {docker + "8" + run, ""},
          {docker + "4" + run, "3:38 "},
          {docker + "'\"device=0,1\"'" + run, "3:38 "},
          {docker + "'device=0,1,2,3,4,5,6,7'" + run, ""},
          {docker + "'count=8'" + run, ""},
          {docker + "all" + run, ""},
          {docker + "'device=0,1'}}\ncommand: [torchrun, --nproc-per-node, '2', a.py]", ""},
          {docker + "'device=0,1'}}\ncommand: [torchrun, --nproc-per-node, '1', a.py]", "3:40 "},
          {docker + "4}}\ncommand: [torchrun, --nproc_per_node=gpu, a.py]", ""},
          {docker + "4}}\ncommand: [bash, -c, 'cd /w && torchrun --nproc_per_node=8 a.py']",
           "3:57 "},
          {docker + "4}}\ncommand: [bash, -c, 'torchrun --nproc_per_node=$N a.py']", ""},
          {docker + "4}}\ncommand: [accelerate, launch, --num_processes=8, a.py]", "3:47 "},
          {docker + "4}}\ncommand: [accelerate, launch, --num_processes=8, --num_machines=2, a.py]",
           ""},
          {docker + "4}}\ncommand: [python, a.py, --num_processes=8]", ""},
          {"image: a\nresource_args: {kubernetes: {limits: {nvidia.com/gpu: '2'}}}\n"
           "command: [torchrun, --nproc_per_node=8, a.py]",
           "3:38 "},
          {"image: a\nresource_args:\n  kubernetes:\n    kind: Job\n    spec:\n      template:\n   "
           "     spec:\n"
           "          containers:\n            - {name: sidecar}\n            - name: launch\n"
           "              command: [torchrun, --nproc_per_node=8, a.py]\n"
           "              resources: {limits: {nvidia.com/gpu: 4}}\n",
           "11:52 "},
          {"image: a\nresource_args: {sagemaker: {ResourceConfig: {InstanceType: ml.p3.8xlarge}}}\n"
           "command: [torchrun, --nproc_per_node=8, a.py]",
           "3:38 "},
          // Only the block that runs counts.
          {"image: a\nresource: docker\nresource_args: {docker: {gpus: 8}, kubernetes: {limits: "
           "{nvidia.com/gpu: 2}}}\ncommand: [torchrun, --nproc_per_node=8, a.py]",
           ""},
          {docker + "[1]" + run, ""},
      });
  CHECK(judge(docker + "4" + run)
            .text.find(
                "job.yaml:3:38: warning: --nproc_per_node starts 8 processes a node, but the node "
                "gets 4 GPUs [ml/gpus-per-node]\n"
                " 3 | command: [torchrun, --nproc_per_node=8, train.py]\n"
                "   |                                      ^\n"
                "  note: job.yaml:2:32: gpus asks for 4 GPUs\n") != std::string::npos);
}

TEST_CASE("CUDA_VISIBLE_DEVICES") {
  const std::string two = "image: a\nresource_args: {kubernetes: {limits: {nvidia.com/gpu: 2}}}\n";
  check_rows(kCudaVisibleDevices,
             {
                 {two + "env: {CUDA_VISIBLE_DEVICES: '0,1'}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '0, 1'}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '0'}", "3:29 "},
                 {two + "env: {CUDA_VISIBLE_DEVICES: 0}", "3:29 "},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '0,1,2,3'}", "3:29 "},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '2,3'}", "3:29 "},
                 {two + "env: {CUDA_VISIBLE_DEVICES: 'GPU-8932,GPU-ab12'}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: ''}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '-1'}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: all}", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: }", ""},
                 {two + "env: {CUDA_VISIBLE_DEVICES: '${GPUS}'}", ""},
                 {"image: a\nenv: {CUDA_VISIBLE_DEVICES: '0'}", ""},
                 {"image: a\nresource_args: {docker: {gpus: 1, env: ['CUDA_VISIBLE_DEVICES=0,1']}}",
                  "2:63 "},
             });
}

TEST_CASE("the master's address") {
  const std::string local = "image: a\nenv: {MASTER_ADDR: localhost}\n";
  check_rows(
      kMasterAddr,
      {
          {local, ""},
          {local + "command: [torchrun, --nnodes=1, a.py]", ""},
          {local + "command: [torchrun, --nnodes=2, a.py]", "2:20 "},
          {local + "command: [torchrun, --nnodes, '1:4', a.py]", "2:20 "},
          {local + "resource_args: {kubernetes: {parallelism: 2}}", "2:20 "},
          {local + "resource_args: {kubernetes: {spec: {parallelism: 2}}}", "2:20 "},
          {local + "resource_args: {sagemaker: {InstanceCount: 2}}", "2:20 "},
          {"image: a\nenv: {MASTER_ADDR: 127.0.0.1, NNODES: '2'}", "2:20 "},
          {"image: a\nenv: {MASTER_ADDR: node-0.train, NNODES: '2'}", ""},
          {"image: a\nenv: {MASTER_ADDR: localhost, WORLD_SIZE: '8'}\nresource_args: {docker: "
           "{gpus: 8}}",
           ""},
          {"image: a\nenv: {MASTER_ADDR: localhost, WORLD_SIZE: '16'}\nresource_args: {docker: "
           "{gpus: 8}}",
           "2:20 "},
          {"image: a\nenv: {MASTER_ADDR: localhost, WORLD_SIZE: '16'}", ""},
          {"image: a\ncommand: [torchrun, --nnodes=2, --master_addr=localhost, a.py]", "2:47 "},
      });
}

TEST_CASE("fp16 with bf16") {
  const std::string h = "image: a\nhyperparameters: ";
  check_rows(kFp16AndBf16, {
                               {h + "{fp16: true, bf16: true}", "2:37 "},
                               {h + "{fp16: true, bf16: false}", ""},
                               {h + "{fp16: 'True', bf16: true}", "2:39 "},
                               {h + "{train: {fp16: true}, precision: {bf16: true}}", "2:58 "},
                               {h + "{fp16: {enabled: true}, bf16: {enabled: true}}", "2:48 "},
                               {h + "{fp16: {enabled: true}, bf16: {enabled: false}}", ""},
                               {h + "{mixed_precision: fp16, bf16: true}", "2:48 "},
                               {h + "{fp16: true}\nargs: [--bf16]", "3:8 "},
                               {h + "{fp16: true}\nargs: [--bf16=false]", ""},
                               {h + "{fp16: true}\nargs: [--no-bf16]", ""},
                               {"image: a\nargs: [--fp16, 'True', --bf16, 'True']", "2:33 "},
                               {h + "[fp16, bf16]", ""},
                           });
}

TEST_CASE("numbers as text") {
  const std::string h = "image: a\nhyperparameters: ";
  check_rows(
      kNumberAsText,
      {
          {h + "{lr: '3e-4'}", "2:23 "},
          {h + "{lr: \"0.1\", batch: \"32\"}", "2:23 2:37 "},
          {h + "{optimizer: {betas: ['0.9', 0.99]}}", "2:39 "},
          {h + "{lr: 3e-4}", ""},
          {h + "{version: '1.10', run_id: '12', seedling: '007', model: '7b', h: '0x10', n: ''}",
           ""},
          {h + "{lr: '${LR}', s: '1,2', d: '2024-01-01', dots: '1.2.3', e: 'e', p: '.', m: '-'}",
           ""},
      });
  CHECK(judge(h + "{lr: '3e-4'}\n").text.find("help: write 3.0e-4 without quotes") !=
        std::string::npos);
  CHECK(judge(h + "{lr: '1e5'}\n").text.find("help: write 1.0e+5 without quotes") !=
        std::string::npos);
  CHECK(
      of_rule(judge(h + "{lr: '3'}", {.kind = SourceMap::Kind::Flag}).short_form, kNumberAsText.id)
          .empty());
}

TEST_CASE("shared memory") {
  const std::string d =
      "image: a\nhyperparameters: {seed: 1, num_workers: 4}\nresource_args: {docker: ";
  check_rows(
      kShmSize,
      {
          {d + "{gpus: 1}}", "2:41 "},
          {d + "{shm_size: 8g}}", ""},
          {d + "{--shm-size: 8g}}", ""},
          {d + "{ipc: host}}", ""},
          {d + "{tmpfs: ['/dev/shm:size=8g']}}", ""},
          {d + "{tmpfs: {/dev/shm: 'size=8g'}}}", ""},
          {"image: a\nhyperparameters: {num_workers: 0}\nresource_args: {docker: {gpus: 1}}", ""},
          {"image: a\nargs: [--dataloader_num_workers, '8']\nresource_args: {docker: {gpus: 1}}",
           "2:35 "},
          {"image: a\ncommand: [torchrun, --nproc_per_node=2, a.py]\nresource_args: {docker: "
           "{gpus: 2}}",
           "2:38 "},
          {"image: a\nhyperparameters: {num_workers: 4}\nresource_args: {kubernetes: {}}", ""},
      });
}

TEST_CASE("names taken apart") {
  using Words = std::vector<std::string>;
  CHECK(key_words("WANDB_API_KEY") == Words{"wandb", "api", "key"});
  CHECK(key_words("apiKey") == Words{"api", "key"});
  CHECK(key_words("HFToken") == Words{"hf", "token"});
  CHECK(key_words("--api-key") == Words{"api", "key"});
  CHECK(key_words("s3AccessKey") == Words{"s3", "access", "key"});
  CHECK(key_words("").empty());
}

TEST_CASE("names of credentials") {
  for (const std::string_view name :
       {"HF_TOKEN",          "WANDB_API_KEY",   "apiKey",           "AWS_SECRET_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID", "--token",         "db-password",      "DATABASE_PASSWORD",
        "client_secret",     "SSH_PRIVATE_KEY", "authToken",        "DB_PWD",
        "GIT_CREDENTIALS",   "api_token",       "OPENAI_APIKEY",    "API_TOKEN_7",
        "API_TOKEN7",        "hfToken2",        "DB_PASSWORD_1",    "AWS_ACCESS_KEY_ID_2",
        "GITHUB_TOKEN_PROD", "DB_PASSWORD_OLD", "CLIENT_SECRET_V2", "SIGNING_KEY_STAGING_2"}) {
    CAPTURE(name);
    CHECK(names_credential(name));
  }
  for (const std::string_view name : {"TOKENIZERS_PARALLELISM",
                                      "MAX_TOKENS",
                                      "max_new_tokens",
                                      "pad_token",
                                      "eos_token",
                                      "PAD_TOKEN_ID",
                                      "tokenizer",
                                      "HF_TOKEN_PATH",
                                      "PASSWORD_FILE",
                                      "secret_name",
                                      "secretName",
                                      "secretKeyRef",
                                      "imagePullSecret",
                                      "PWD",
                                      "key",
                                      "sort_key",
                                      "author",
                                      "min_visual_tokens",
                                      "keyboard",
                                      "",
                                      "secret-name",
                                      "sshAuthMountPath",
                                      "tokens_per_batch",
                                      "pad_token_2",
                                      "IMAGE_TOKEN_0",
                                      "PWD2",
                                      "7",
                                      "v2",
                                      "key_7",
                                      "TOKEN_PATH_2",
                                      "max_tokens_512"}) {
    CAPTURE(name);
    CHECK_FALSE(names_credential(name));
  }
}

TEST_CASE("secrets by their form") {
  struct Case {
    std::string text, found;  // what is masked, | between
  };
  const std::string hex40(40, 'a');
  const std::string mixed = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";  // 36
  const Case cases[] = {
      {"AKIAIOSFODNN7ABCDEFG", "AKIAIOSFODNN7ABCDEFG"},
      {"AKIAIOSFODNN7EXAMPLE", ""},
      {"AKIAIOSFODNN7ABCDEFGH", ""},
      {"see ghp_" + mixed + " there", "ghp_" + mixed},
      {"hf_" + mixed, "hf_" + mixed},
      {"hf_transfer hf_home", ""},
      {"sk-" + mixed, "sk-" + mixed},
      {"sk-learn-classifier-with-a-very-long-name-2024", ""},
      {"task-" + mixed, ""},
      {"xoxb-1234567890-abcdef", "xoxb-1234567890-abcdef"},
      {"AIza" + mixed, "AIza" + mixed},
      {"postgres://user:hunter22@db/x and https://a:b@c", "hunter22"},
      {"https://user:${PASS}@host", ""},
      {"https://user:<password>@host", ""},
      {"https://user@host:8080/a:b@c", ""},
      {"redis://:s3cr3tpw@host:6379", "s3cr3tpw"},
      {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXRleHQ",
       "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXRleHQ"},
      {"eyJhbGciOiJIUzI1NiJ9", ""},
      {"-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest",
       "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"},
      {"-----BEGIN PRIVATE KEY-----\nabc", "-----BEGIN PRIVATE KEY-----\nabc"},
      {"-----BEGIN PUBLIC KEY-----\nabc", ""},
      {hex40, ""},
      {"", ""},
      {"-----BEGIN ", ""},
      {"://:@", ""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    std::string found;
    for (const FoundSecret& secret : find_secrets(one.text)) {
      if (!found.empty()) found += "|";
      found += one.text.substr(secret.begin, secret.end - secret.begin);
    }
    CHECK(found == one.found);
  }
}

TEST_CASE("credentials in plain text") {
  const std::string hf = "hf_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3f";
  const std::string hex40 = "0123456789abcdef0123456789abcdef01234567";
  check_rows(
      kSecretLiteral,
      {
          {"env: {HF_TOKEN: " + hf + "}", "1:17 "},
          {"env: {MODEL: " + hf + "}", "1:14 "},
          {"env:\n  WANDB_API_KEY: " + hex40 + "\n  COMMIT: " + hex40, "2:18 "},
          {"env: {HF_TOKEN: , WANDB_API_KEY: '${KEY}', DB_PASSWORD: ''}", ""},
          {"env: {DB_PASSWORD: 12345}", "1:20 "},
          {"env: {HF_TOKEN: <your token>, API_KEY: changeme, A_SECRET: xxxxxxxx, B_TOKEN: $TOKEN}",
           ""},
          {"env: {GOOGLE_APPLICATION_CREDENTIALS: /secrets/key.json, TOKENIZERS_PARALLELISM: "
           "'false'}",
           ""},
          {"hyperparameters: {max_tokens: '512', pad_token: '<pad>', concept_token: sks-dog, seed: "
           "1}",
           ""},
          {"hyperparameters: {api_key: abcd1234efgh}", "1:28 "},
          {"args: [--token=abcd1234efgh, --api-key, abcd1234efgh, --tokenizer, gpt2-large]",
           "1:16 1:41 "},
          {"args: [--password, hunter2]", "1:20 "},
          {"command: [bash, -c, 'export HF_TOKEN=abcdefgh; python a.py --token $HF_TOKEN']",
           "1:38 "},
          {"command: [bash, -c, 'wandb login " + hex40 + "']", "1:34 "},
          {"command:\n  - python\n  - -c\n  - |\n    login(token=os.environ['T'], "
           "auth_token=hf_token)\n",
           ""},
          {"resource_args: {docker: {env: ['HF_TOKEN=abcdefgh', HF_HOME, 'A_TOKEN=${A_TOKEN}']}}",
           "1:42 "},
          {"resource_args:\n  kubernetes:\n    spec:\n      env:\n        - {name: HF_TOKEN, "
           "value: abcdefgh}\n"
           "        - name: OTHER_TOKEN\n          valueFrom: {secretKeyRef: {name: s, key: "
           "token}}\n",
           "5:35 "},
          {"resource_args: {kubernetes: {env_from: [{secret_ref: {name: wandb-credentials}}], "
           "volumes: "
           "[{secret: {secretName: kaggle-secret}}]}}",
           ""},
          {"builder: {secret-name: azure-storage-access-key, secret-key: password}", ""},
          {"env: {A: &a " + hf + ", B: *a}", "1:13 "},
          {"env: {URL: 'postgres://u:hunter22@db/x'}", "1:26 "},
          {"env: {HF_TOKEN: [1], API_KEY: {a: b}}\nargs: {a: b}\nimage: [x]", ""},
      });
}

TEST_CASE("a credential is never shown") {
  const std::string yaml = "env: {HF_TOKEN: hunter2hunter2, B_SECRET: 'another one'}\n";
  const std::string job = judge(yaml).text;
  CHECK(job ==
        "job.yaml:1:17: error: \"HF_TOKEN\" holds a credential in plain text [secret/literal]\n"
        " 1 | env: {HF_TOKEN: ••••••••••••••, B_SECRET: •••••••••••••}\n"
        "   |                 ^~~~~~~~~~~~~~\n"
        "  help: write ${HF_TOKEN} to take it from the submitting environment\n"
        "job.yaml:1:43: error: \"B_SECRET\" holds a credential in plain text [secret/literal]\n"
        " 1 | env: {HF_TOKEN: ••••••••••••••, B_SECRET: •••••••••••••}\n"
        "   |                                           ^~~~~~~~~~~~~\n"
        "  help: write ${B_SECRET} to take it from the submitting environment\n");
  CHECK(judge(yaml, {.queue = true}).text.find("warning: \"HF_TOKEN\"") != std::string::npos);
}

TEST_CASE("a queue or base alone is not asked for what a job must have") {
  const std::string yaml =
      "image: a:latest\nhyperparameters: {lr: '0.1'}\nenv: {A_TOKEN: abcdefgh}\n";
  CHECK(judge(yaml, {.queue = true}).short_form == "2:23 ml/number-as-text\n3:16 secret/literal\n");
  CHECK(judge(yaml, {.base = true}).short_form == "2:23 ml/number-as-text\n3:16 secret/literal\n");
}

TEST_CASE("odd types do not matter") {
  for (const std::string value :
       {"5", "null", "[]", "[1, [2], {a: b}, null]", "{}", "{a: [1]}", "true", "''", "[[[[]]]]",
        "{name: 5, value: [x]}", "{name: [x], value: 5}"}) {
    std::string yaml;
    for (const std::string key : {"image", "git", "job", "builder", "command", "args",
                                  "entry_point", "env", "hyperparameters", "input_artifacts",
                                  "output_artifacts", "resource_args", "overrides", "resource"}) {
      judge(key + ": " + value);
      yaml += key + ": " + value + "\n";
    }
    judge(yaml);
    for (const std::string key :
         {"gpus", "limits", "requests", "spec", "env", "ResourceConfig", "builder"}) {
      judge("resource_args: {docker: {" + key + ": " + value + "}, kubernetes: {" + key + ": " +
            value + "}, sagemaker: {" + key + ": " + value + "}}");
    }
  }
}

}  // namespace launch
