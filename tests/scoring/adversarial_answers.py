"""Answers to five seed questions, written for these tests: fair ones and ones that must not pass.

Each question is known by the start of its text. `fair` says the model answer in other words,
`wrong` is fluent and false, `negated` denies what the model answer says, `swapped` gives one
thing the properties of another.
"""

ANSWERS: dict[str, dict[str, tuple[str, ...]]] = {
    "What is the core difference between Docker": {
        "fair": (
            "A VM emulates a complete machine, hardware included, so every guest boots its own "
            "operating system. That makes it heavy on CPU and RAM and slow to boot. Containers "
            "in Docker only isolate processes: they use the kernel of the host and bundle just "
            "the app with its libraries, which is why they weigh little and come up in a second. "
            "I pick VMs if workloads must be fully separated for security reasons or if I need "
            "Windows and Linux on one box. I pick Docker for quick rollouts of microservices, "
            "when I want the same environment on laptops, test and prod, and to pack more onto "
            "the machines.",
        ),
        "wrong": (
            "Docker containers virtualize the hardware and each container boots a full guest "
            "operating system with its own kernel, which makes them heavy and slow to start. "
            "Virtual machines share the kernel of the host and only package the application, so "
            "they are lightweight. Choose Docker when you need maximum security separation and "
            "VMs for microservices.",
        ),
        "negated": (
            "Virtual machines do not virtualize the hardware and do not require a full OS in "
            "each VM. Docker containers do not share the host OS kernel and never package the "
            "application with its dependencies, so they are not lightweight and not faster to "
            "start.",
        ),
        "swapped": (
            "Docker containers virtualize the entire hardware stack and require a full OS in "
            "each container, making them more resource-intensive and slower to start. Virtual "
            "Machines share the host OS kernel and only package application code and "
            "dependencies, making them lightweight and faster to start.",
        ),
    },
    "Explain the concept of containerization": {
        "fair": (
            "You bundle a program together with its libraries and settings into one image, and "
            "that image behaves identically wherever you run it. So the usual 'but it works on "
            "my laptop' excuse disappears. Each process is walled off from its neighbours. The "
            "image can move between any machine or cloud that has a runtime. Because there is "
            "no guest OS, only the shared kernel, you spend far less memory than with virtual "
            "machines, and booting takes seconds rather than minutes. Build, testing and "
            "release pipelines become simpler for DevOps teams, and scaling out is just "
            "starting more copies.",
        ),
        "wrong": (
            "Containerization splits a physical server into several virtual machines with their "
            "own operating systems. The benefits are that each container carries a complete "
            "kernel, takes minutes to boot and therefore is very secure. Containers depend on "
            "the system they were built on and cannot be moved to another runtime.",
        ),
        "negated": (
            "Containerization does not package an application and its dependencies into a "
            "standardized unit and it can not run consistently across different environments. "
            "Applications never run in isolated environments, and containers do not share the "
            "host OS kernel. Containers do not start in seconds.",
        ),
        "swapped": (
            "VMs start in seconds and share the host OS kernel, consuming fewer resources than "
            "containers. Containers need minutes to start and bring a full operating system, "
            "while VMs are the standardized unit that packages an application and its "
            "dependencies.",
        ),
    },
    "How do Pods, Deployments, and Services": {
        "fair": (
            "The pod is the basic thing you can schedule; it wraps one or several containers "
            "which have the same IP and volumes. You rarely create pods yourself: a deployment "
            "describes the wanted state and, using replica sets, keeps the right count of pods "
            "alive, and it also does gradual updates and can go back to the previous version. "
            "Because pods come and go and their addresses change, a service puts a fixed address "
            "in front of them and spreads requests over every pod whose labels fit its selector, "
            "so clients are not affected when pods die.",
        ),
        "wrong": (
            "A Service is the smallest unit and contains several Deployments. Pods balance the "
            "traffic between Services and give them a stable IP address. A Deployment stores "
            "the logs of the cluster, and ReplicaSets are used to route traffic from the "
            "internet to the nodes.",
        ),
        "negated": (
            "Pods are not the smallest deployable units and their containers do not share "
            "storage or network resources. Deployments never manage Pods through ReplicaSets "
            "and do not support rolling updates or rollbacks. Services do not provide a stable "
            "endpoint and do not load balance traffic across Pods.",
        ),
        "swapped": (
            "Services are the smallest deployable units, containing one or more containers that "
            "share storage and network resources. Pods manage the lifecycle of Deployments "
            "through ReplicaSets. Deployments provide stable networking for a dynamic set of "
            "Pods and load balance traffic across all Pods that match the selector.",
        ),
    },
    "Explain the purpose of Namespaces": {
        "fair": (
            "A namespace is a way to divide one cluster into virtual parts, so that the objects "
            "of several teams or projects do not collide. Different users can work on the same "
            "cluster, and I can limit how much CPU and memory each part may consume. "
            "Permissions through role based access control can be granted for one namespace "
            "only. It also keeps things tidy, for instance dev, staging and production apart, "
            "and the same name may be used again in another namespace. I would also use them to "
            "keep the customers of a SaaS product apart from each other.",
        ),
        "wrong": (
            "Namespaces in Kubernetes are used to encrypt the traffic between nodes. Every node "
            "has exactly one namespace, and you use them to make containers start faster and to "
            "store images of applications in a registry for all clusters.",
        ),
        "negated": (
            "Namespaces do not provide a mechanism for isolating groups of resources within a "
            "cluster. They do not allow multiple users or teams to share a cluster, resource "
            "limits can not be applied at the namespace level and RBAC policies never apply to "
            "specific namespaces.",
        ),
        "swapped": (
            "Clusters provide a mechanism for isolating groups of resources within a single "
            "namespace. A cluster lives inside a namespace, and you create one cluster per team "
            "in each namespace, with names that are unique within the node.",
        ),
    },
    "Your application in Kubernetes is experiencing high traffic": {
        "fair": (
            "First every container gets proper CPU and memory requests and limits, otherwise the "
            "scheduler cannot place it well. Then I add an HPA which adds replicas once average "
            "utilisation passes, say, seventy percent and removes them afterwards. If CPU is a "
            "poor signal I feed it our own metrics such as requests per second. Readiness checks "
            "make sure that new instances get traffic only after they are up. In the cloud I "
            "also let the cluster autoscaler add nodes. Finally I choose the thresholds and a "
            "cool-down so that it does not oscillate up and down all the time.",
        ),
        "wrong": (
            "I would remove all resource limits so that the application can use the whole node, "
            "and then restart the cluster whenever traffic is high. Readiness probes should be "
            "disabled because they slow down the traffic, and scaling should be done by hand at "
            "night when the metrics are low.",
        ),
        "negated": (
            "I would not configure resource requests and limits and would not use the Horizontal "
            "Pod Autoscaler. Custom metrics are not needed, readiness probes do not ensure that "
            "traffic only goes to ready instances and cluster autoscaling never helps.",
        ),
        "swapped": (
            "The cluster autoscaler adds pods when CPU usage is high, and the Horizontal Pod "
            "Autoscaler adds nodes to the underlying infrastructure. Liveness of the nodes is "
            "checked by resource limits, while requests per second are limited by readiness "
            "probes.",
        ),
    },
}
