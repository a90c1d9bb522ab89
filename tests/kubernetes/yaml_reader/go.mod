module launch.test/yaml_reader

go 1.26

// What k8s.io/kubernetes v1.36.3 requires, and with it its kubectl.
require (
	go.yaml.in/yaml/v2 v2.4.3 // indirect
	sigs.k8s.io/yaml v1.6.0
)
