// Sources become documents that render to the same thing; what does not come back is told.
#include "tests/catch.h"
#include "tests/import_checks.h"

namespace launch::tests {
namespace {

struct Row {
  std::string source;
  std::string expected;  // a part of the documents
};

// Each comes back wholly, and its documents hold the text.
void all_identical(const std::string& importer, const std::vector<Row>& rows,
                   const ImportOptions& options = {}) {
  for (const Row& row : rows) {
    ImportRun run;
    import_text(importer, row.source, options, run);
    INFO(row.source);
    INFO(run.visible());
    CHECK_FALSE(run.diagnostics.has_errors());
    CHECK(run.residue() == 0);
    REQUIRE_FALSE(run.jobs.empty());
    std::string documents;
    for (const Imported& job : run.jobs) documents += job.job + job.queue;
    CHECK(documents.find(row.expected) != std::string::npos);
  }
}

// Each leaves this finding.
void all_found(const std::string& importer, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    ImportRun run;
    import_text(importer, row.source, {}, run);
    INFO(row.source);
    INFO(run.visible());
    CHECK(run.findings().find(row.expected) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("docker lines as people type them") {
  all_identical(
      "docker",
      {{"docker run busybox", "image: busybox\n"},
       {"docker run busybox", "    rm: false\n"},
       {"docker run --rm busybox", "    rm: true\n"},
       {"docker run --restart always busybox", "    restart: always\n"},
       {"$ sudo -E docker container run --rm -it busybox sh", "    tty: true\n"},
       {"docker run -d --name web -p 80:80 nginx:1 # a comment", "    name: web\n"},
       {"docker run --gpus '\"device=0,1\"' img", "    gpus: device=0,1\n"},
       {"docker run --gpus=all -m=8g --cpus 1.5 --shm-size 16g img", "    cpus: 1.5\n"},
       {"docker run -v /a:/b -v /c:/d:ro img", "      - /c:/d:ro\n"},
       {"docker run --ulimit memlock=-1 --ulimit stack=67108864 img", "      memlock: -1\n"},
       {"docker run -l a=1 -l b=2 img", "      a: \"1\"\n"},
       {"docker run --entrypoint /bin/sh img -c 'echo $HOME'", "  - echo $HOME\n"},
       {"docker run --entrypoint '' img a", "entry_point:\n  - \"\"\n"},
       {"docker run img sh -c 'echo ${HOME} $<x> $${y}'", "echo $${HOME} $$<x> $$${y}"},
       {"docker run img echo '{{ lr }}' '{{.Id}}'", "{{open_braces}} lr }}"},
       {"docker run -e A=1 -e A=2 --env=B= img", "  A: \"2\"\n  B: \"\"\n"},
       {"docker run -e HF_TOKEN img", "  HF_TOKEN: null\n"},
       {"docker run -e HF_TOKEN=$HF_TOKEN img", "  HF_TOKEN: null\n"},
       {"docker run -e URL=\"db://${USER}@$HOST/x\" img", "  URL: db://${USER}@${HOST}/x\n"},
       {"FOO=bar docker run -e FOO img", "  FOO: bar\n"},
       {"IMAGE=repo/x:1\nOPTS=\"--gpus all --rm\"\ndocker run $OPTS ${IMAGE} a", "gpus: all\n"},
       {"docker run -v $PWD/data:/data -v $(pwd):/w -v \"`pwd`\":/v img", "default: .\n"},
       {"docker run -e X=${LR:-0.1} img", "default: \"0.1\"\n"},
       {"#!/bin/sh\nset -e\necho hi && docker run img\n", "image: img\n"},
       {"cat > x <<EOF\ndocker run no\nEOF\ndocker run yes", "image: \"yes\"\n"},
       {"docker run --sig-proxy=false --read-only=true img", "sig-proxy: false\n"},
       {"docker run --mount type=bind,source=/a,target=/b img", "type=bind,source=/a,target=/b"},
       {"docker run --add-host a:1.2.3.4 img", "      a: 1.2.3.4\n"},
       {"docker run --rm img $'a\\nb'", "a\n    b"}});
}

TEST_CASE("several docker lines are several jobs") {
  ImportRun run;
  import_text("docker", "docker run a\ndocker run --name two b\n", {}, run);
  REQUIRE(run.jobs.size() == 2);
  CHECK(run.jobs[0].job.find("image: a\n") != std::string::npos);
  CHECK(run.jobs[1].job.find("image: b\n") != std::string::npos);
}

TEST_CASE("what only a shell knows is said") {
  all_found("docker", {{"docker run -v $HOME/x:/x img", "import with --set-var HOME"},
                       {"docker run -u $(id -u) img", "\"id_u\" stands for it"},
                       {"docker run img \"$@\"", "any number of words"},
                       {"docker run $OPTS img", "any number of words"},
                       {"docker run img > log 2>&1", "a redirection is a shell's matter"},
                       {"docker run img | tee log", "a pipe is a shell's matter"},
                       {"docker run img &", "running in the background"},
                       {"docker --context far run img", "no part of a job"},
                       {"docker build .", "no docker run command"},
                       {"docker run 'img", "never closed"},
                       {"docker run --rm", "no image is named"},
                       {"docker run --gpu all img", "did you mean \"--gpus\"?"},
                       {"docker run --gpu all img", "does not come back [import/residue]"},
                       {"docker run --memory 64Gi img", "did you mean \"64g\"?"},
                       {"docker run -w $PWD -v $PWD:/x img", "import with --set-var PWD"}});
}

TEST_CASE("values of a shell's variables can be given") {
  ImportOptions options;
  options.values = {{"HOME", "/home/ann"}, {"id_u", "1000"}};
  all_identical("docker", {{"docker run -v ~/x:/x -u $(id -u) img", "default: /home/ann\n"}},
                options);
}

TEST_CASE("credentials are taken out, and seen nowhere") {
  const std::string token = "hf_" + std::string("abcdefghijklmnopqrstuvwxyzABCDEFGH");
  for (const char* source : {"docker run -e PASSWORD=hunter2secret img",
                             "docker run -e DB_URL=postgres://u:hunter2secret@db/x img"}) {
    ImportRun run;
    import_text("docker", source, {}, run);
    INFO(run.visible());
    CHECK_FALSE(run.diagnostics.has_errors());
    CHECK(run.visible().find("hunter2secret") == std::string::npos);
    CHECK(run.jobs.at(0).exports.size() == 1);
  }
  ImportRun argument;
  import_text("docker", "docker run img train --hub-token " + token + " --x", {}, argument);
  INFO(argument.visible());
  CHECK(argument.visible().find(token) == std::string::npos);
  CHECK(argument.jobs.at(0).job.find("{{hub_token}}") != std::string::npos);
  CHECK(argument.residue() == 1);
}

TEST_CASE("credentials are kept on request") {
  ImportOptions options;
  options.keep_secrets = true;
  all_identical("docker",
                {{"docker run -e PASSWORD=hunter2secret img",
                  "  # launch: ignore[secret/literal] kept as the source has it\n"
                  "  PASSWORD: hunter2secret\n"}},
                options);
}

TEST_CASE("a queue gets what belongs to the place") {
  ImportOptions options;
  options.queue = "gpu";
  all_identical("docker",
                {{"docker run --gpus all -v $PWD:/w img a", "# launch: kind=queue\n"},
                 {"docker run --gpus all img a", "queue: gpu\nimage: img\n"}},
                options);
}

namespace {

std::string job_of(const std::string& container, const std::string& rest = "") {
  return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: train}\nspec:\n" + rest +
         "  template:\n    spec:\n      restartPolicy: Never\n      containers:\n"
         "        - name: main\n          image: repo/x:1\n" +
         container;
}

}  // namespace

TEST_CASE("manifests of Kubernetes") {
  all_identical(
      "kubernetes",
      {{job_of(""), "image: repo/x:1\n"},
       {job_of(""), "      backoffLimit: 6\n"},
       {job_of("", "  backoffLimit: 2\n"), "      backoffLimit: 2\n"},
       {job_of("          command: [python, x.py]\n          args: [a]\n"),
        "entry_point:\n  - python\n  - x.py\nargs:\n  - a\n"},
       {job_of("          args: ['echo ${X} {{y}}']\n"), "echo $${X} {{open_braces}}y}}"},
       {job_of("          env: [{name: A, value: '1'}]\n"), "env:\n  A: \"1\"\n"},
       {job_of("          env: [{name: A, value: '1'}, {name: B, value: $(A)}]\n"),
        "                - name: A\n"},
       {job_of("          env: [{name: A, value: '1'}, {name: B, valueFrom: {secretKeyRef: {name: "
               "s, key: k}}}]\n"),
        "secretKeyRef"},
       {job_of("          resources: {limits: {nvidia.com/gpu: 1}}\n") +
            "        - name: side\n          image: busybox\n",
        "name: side"},
       {"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\n---\n" + job_of(""),
        "additional_services:\n"},
       {"apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec:\n  schedule: '* * * "
        "* *'\n"
        "  jobTemplate:\n    spec:\n      template:\n        spec:\n          restartPolicy: "
        "Never\n"
        "          containers: [{name: a, image: 'x:1', command: [a]}]\n",
        "kind: CronJob"},
       {"apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: a, image: "
        "'x:1', command: [a]}]\n",
        "kind: Pod"}});
}

TEST_CASE("objects that are no part of a job") {
  all_found("kubernetes", {{"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\n" + job_of(""),
                            "this Secret is not part of a job"},
                           {"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n",
                            "nothing here runs containers"}});
}

TEST_CASE("credentials in a manifest") {
  ImportRun run;
  import_text("kubernetes", job_of("          env: [{name: PASSWORD, value: hunter2secret}]\n"), {},
              run);
  INFO(run.visible());
  CHECK_FALSE(run.diagnostics.has_errors());
  CHECK(run.visible().find("hunter2secret") == std::string::npos);
  CHECK(run.jobs.at(0).job.find("  PASSWORD: null\n") != std::string::npos);
}

namespace {

constexpr const char* kRequest =
    R"({"TrainingJobName": "train-1", "HyperParameters": {"epochs": "10", "x": "${y}"},
 "AlgorithmSpecification": {"TrainingImage": "123456789012.dkr.ecr.us-east-1.amazonaws.com/x:1",
   "TrainingInputMode": "File", "ContainerEntrypoint": ["python", "x.py"]},
 "RoleArn": "arn:aws:iam::123456789012:role/train",
 "OutputDataConfig": {"S3OutputPath": "s3://bucket/out"},
 "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
 "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
 "Tags": [{"Key": "team", "Value": "vision"}],
 "Environment": {"A": "1"}})";

constexpr const char* kCustomJob =
    R"({"displayName": "train", "jobSpec": {"workerPoolSpecs": [{"machineSpec":
 {"machineType": "n1-standard-4"}, "replicaCount": "1", "containerSpec":
 {"imageUri": "gcr.io/p/x:1", "command": ["python", "x.py"], "args": ["--a"],
  "env": [{"name": "A", "value": "1"}]}}]}})";

}  // namespace

TEST_CASE("requests to SageMaker") {
  all_identical("sagemaker", {{kRequest, "      epochs: \"10\"\n      x: $${y}\n"},
                              {kRequest, "entry_point:\n  - python\n  - x.py\n"},
                              {kRequest, "env:\n  A: \"1\"\n"}});
}

TEST_CASE("CustomJobs of Vertex AI") {
  all_identical(
      "vertex",
      {{kCustomJob, "image: gcr.io/p/x:1\n"},
       {kCustomJob, "env:\n  A: \"1\"\n"},
       {"{\"display_name\": \"t\", \"job_spec\": {\"worker_pool_specs\": [{\"machine_spec\": "
        "{\"machine_type\": \"n1-standard-4\"}, \"replica_count\": 1, \"container_spec\": "
        "{\"image_uri\": \"gcr.io/p/x:1\"}}]}}",
        "displayName: t\n"}});
}

TEST_CASE("W&B's launch specs and queues") {
  const std::string spec =
      R"({"entity": "e", "project": "p", "resource": "local-container", "_wandb_api_key": "x",
 "docker": {"docker_image": "tiny:1"}, "git": {},
 "overrides": {"entry_point": ["python", "x.py"], "args": ["a"], "run_config": {"lr": 0.1}},
 "resource_args": {"local-container": {"gpus": "all"}}})";
  all_identical("wandb",
                {{spec, "image: tiny:1\n"},
                 {spec, "entry_point:\n  - python\n  - x.py\n"},
                 {spec, "hyperparameters:\n  lr: 0.1\n"},
                 {spec, "resource_args:\n  docker:\n    gpus: all\n"},
                 {R"({"resource": "local-container", "template_variables":
 {"m": {"schema": {"type": "string", "default": "1g"}}},
 "resource_args": {"local-container": {"memory": "{{m}}"}}})",
                  "template_variables:\n  m:\n    type: string\n    default: 1g\n"},
                 {R"({"net": "host", "gpus": "all"})", "# launch: kind=queue\n"},
                 {R"({"kubernetes": {"spec": {"template": {"spec": {"restartPolicy": "Never"}}}}})",
                  "resource: kubernetes\n"}});
}

}  // namespace launch::tests
