//! What a browser or a program gets, whatever it asks: access, forms, problems, hostile reports, a
//! record that grows meanwhile. Asked through the router, without a socket.

mod access;
mod asked;
mod copied;
mod described;
mod events;
mod growing;
mod hostile;
