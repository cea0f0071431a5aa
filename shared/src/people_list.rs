//! Reading a list of people that somebody pasted or chose as a file: what each line means, and what is wrong in which.
