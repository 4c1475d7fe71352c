// The clients that tests make without `lib/aws` would print nine lines about the end of Node 20.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
